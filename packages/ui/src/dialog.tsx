// A modal dialog: holds the focus, closes on Escape, returns the focus; draws its own veil because
// Radix's would add an inline style sheet that a strict content policy refuses.
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { mainId } from './skip-link.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  children?: ReactNode | undefined;
  /** Buttons at the bottom; the last one is the main one. */
  footer?: ReactNode | undefined;
  closeLabel: string;
  /** False while leaving would lose something: no cross, no Escape, no click outside. */
  isDismissable?: boolean | undefined;
  size?: 'small' | 'large' | undefined;
}

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, closeLabel } = props;
  const { isDismissable = true, size = 'small' } = props;
  const focusedBefore = useRef<Element | null>(null);
  const keepOpen = (event: Event) => {
    if (!isDismissable) event.preventDefault();
  };
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <div
          data-dialog-open={open && hasScrollbar() ? 'beside-scrollbar' : ''}
          className="enter-fade fixed inset-0 z-40 overflow-y-auto overscroll-contain bg-veil"
        >
          <div className="flex min-h-full items-end justify-center sm:items-center sm:p-6">
            <RadixDialog.Content
              onOpenAutoFocus={(event) => {
                focusedBefore.current = document.activeElement;
                if (focusFirstField(event.currentTarget)) event.preventDefault();
              }}
              onCloseAutoFocus={(event) => {
                event.preventDefault();
                const opener = focusedBefore.current;
                if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
                else document.getElementById(mainId)?.focus();
              }}
              onEscapeKeyDown={keepOpen}
              onPointerDownOutside={keepOpen}
              onInteractOutside={keepOpen}
              {...(description === undefined ? { 'aria-describedby': undefined } : {})}
              className={classNames(
                'enter-rise pointer-events-auto w-full rounded-t-2xl border border-line bg-surface p-5 shadow-float outline-none sm:rounded-2xl sm:p-6',
                size === 'small' ? 'sm:max-w-md' : 'sm:max-w-2xl',
              )}
            >
              <div className="flex items-start justify-between gap-4">
                <RadixDialog.Title className="font-semibold text-xl">{title}</RadixDialog.Title>
                {isDismissable ? (
                  <RadixDialog.Close
                    aria-label={closeLabel}
                    className="-mt-1.5 -mr-1.5 flex size-9 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
                  >
                    <Icon name="close" />
                  </RadixDialog.Close>
                ) : null}
              </div>
              {description === undefined ? null : (
                <RadixDialog.Description className="mt-1.5 text-soft">{description}</RadixDialog.Description>
              )}
              {children === undefined ? null : <div className="mt-4">{children}</div>}
              {footer === undefined ? null : (
                <div className="mt-6">
                  <DialogFooter>{footer}</DialogFooter>
                </div>
              )}
            </RadixDialog.Content>
          </div>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

// Drawn again while it is open, it sees the room that is kept for the bar.
function hasScrollbar(): boolean {
  return window.innerWidth > document.documentElement.clientWidth;
}

/** For a form inside the dialog that holds its own buttons. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}

/** The first thing to fill in, rather than the cross that closes. */
function focusFirstField(content: EventTarget | null): boolean {
  if (!(content instanceof HTMLElement)) return false;
  const field = content.querySelector('input:not([type="hidden"]):not(:disabled), select, textarea');
  if (!(field instanceof HTMLElement)) return false;
  field.focus();
  return true;
}
