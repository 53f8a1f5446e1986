// One change asked of the portal from a page: busy while under way, and the code it was refused with.
import type { PortalCallName, PortalCalls } from '@mandato/lonja/api-contract/portal-contract';
import { useMutation } from '@tanstack/react-query';
import { askPortal } from './ask-portal.ts';
import { refusalOf, type ShownRefusal } from './portal-refused.ts';

export interface PortalCall<Name extends PortalCallName> {
  send: (request: PortalCalls[Name]['request']) => void;
  isBusy: boolean;
  refusal: ShownRefusal | null;
  /** Another value for each refused sending; null before the first. */
  failure: Error | null;
  /** Forgets the last refusal: a dialog opens afresh. */
  reset: () => void;
}

export function usePortalCall<Name extends PortalCallName>(
  name: Name,
  onAnswer: (answer: PortalCalls[Name]['answer']) => void,
): PortalCall<Name> {
  const mutation = useMutation({
    mutationFn: (request: PortalCalls[Name]['request']) => askPortal<Name>(name, request),
    onSuccess: onAnswer,
  });
  return {
    send: (request) => {
      if (!mutation.isPending) mutation.mutate(request);
    },
    isBusy: mutation.isPending,
    refusal: refusalOf(mutation.error),
    failure: mutation.error,
    reset: mutation.reset,
  };
}
