// A field and its words: tied together for screen readers.
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TextField } from './text-field.tsx';

describe('TextField()', () => {
  it('points at its hint and its error, and says that it is wrong', () => {
    const markup = renderToStaticMarkup(<TextField id="x" label="Name" hint="A line" error="Too long" />);
    expect(markup).toContain('aria-describedby="x-hint x-error"');
    expect(markup).toContain('aria-invalid="true"');
    expect(markup).toContain('for="x"');
  });

  it('points at nothing when there is nothing to say', () => {
    const markup = renderToStaticMarkup(<TextField id="x" label="Name" />);
    expect(markup).not.toContain('aria-describedby');
    expect(markup).not.toContain('aria-invalid=');
  });
});
