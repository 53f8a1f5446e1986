// Tells drizzle-kit where the schema is and where its generated SQL goes.

import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/store/schema/*-schema.ts',
  out: './drizzle',
});
