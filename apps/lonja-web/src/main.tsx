// Where the portal starts in the browser.
import '@mandato/ui/styles.css';
import { startTheme } from '@mandato/ui/theme';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { startMessages } from './messages/start-messages.ts';
import { makeQueryClient } from './session/make-query-client.ts';
import { makeRouter } from './shell/make-router.ts';

startTheme();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={startMessages()}>
        <QueryClientProvider client={makeQueryClient()}>
          <RouterProvider router={makeRouter()} />
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
