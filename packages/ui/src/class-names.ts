// Joins class names; where two Tailwind classes set the same thing, the later one wins.
import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

export function classNames(...values: readonly ClassValue[]): string {
  return twMerge(clsx(values));
}
