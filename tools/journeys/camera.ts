// Takes pictures of the journey when a folder for them is named, and nothing otherwise.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export interface Camera {
  take(name: string, page: Page): Promise<void>;
}

/** Pictures go to `JOURNEY_PICTURES/<label>-<name>.png`; without that variable no picture is taken. */
export function cameraFor(label: string): Camera {
  const folder = process.env['JOURNEY_PICTURES'];
  if (folder === undefined) return { take: async () => {} };
  mkdirSync(folder, { recursive: true });
  return {
    take: async (name, page) => {
      // Bars that stick to the window stand where they belong only at the top of the page.
      await page.evaluate('window.scrollTo(0, 0)');
      await page.screenshot({
        path: join(folder, `${label}-${name}.png`),
        fullPage: true,
        animations: 'disabled',
      });
    },
  };
}
