// Where Mandato starts in the browser.
import '@mandato/ui/styles.css';
import { startTheme } from '@mandato/ui/theme';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from './session/make-query-client.ts';
import { makeRouter } from './shell/make-router.ts';
import { WordsProvider } from './words/words.tsx';

startTheme();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <WordsProvider>
        <QueryClientProvider client={makeQueryClient()}>
          <RouterProvider router={makeRouter()} />
        </QueryClientProvider>
      </WordsProvider>
    </StrictMode>,
  );
}
