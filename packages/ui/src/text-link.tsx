// A link inside text, and its look for a router's own link.
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export function TextLink({ className, ...rest }: ComponentProps<'a'>) {
  return <a {...rest} className={classNames(textLinkClass, className)} />;
}

export const textLinkClass =
  'rounded-sm font-medium text-accent-ink underline decoration-1 underline-offset-3 hover:decoration-2';
