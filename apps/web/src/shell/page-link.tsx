// A link to another page, without loading the document again.
import { useRouter } from '@tanstack/react-router';
import type { ComponentProps, MouseEvent } from 'react';

export interface PageLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  href: string;
}

export function PageLink({ href, onClick, ...rest }: PageLinkProps) {
  const go = useGo();
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented) return;
    event.preventDefault();
    go(href);
  }
  return <a {...rest} href={href} onClick={follow} />;
}

/** Goes to a page; `isReplacing` leaves no way back to the one before. */
export function useGo(): (path: string, options?: { isReplacing: boolean }) => void {
  const { history } = useRouter();
  return (path, options) => {
    if (options?.isReplacing === true) history.replace(path);
    else history.push(path);
  };
}
