// Brings the keyboard to the first field that is wrong, once the page shows it as wrong.
import { type RefObject, useEffect } from 'react';

/** `attempt` changes with every sending that was refused; the first look at the form moves nothing. */
export function useFocusOnFault(form: RefObject<HTMLFormElement | null>, attempt: unknown): void {
  useEffect(() => {
    if (attempt === null || attempt === 0) return;
    const field = form.current?.querySelector('[aria-invalid="true"]');
    if (field instanceof HTMLElement) field.focus();
  }, [form, attempt]);
}
