// The form of a new key while it is filled in, and what is still wrong with it.
import type { PortalPermission } from '@mandato/lonja/api-contract/portal-contract';
import { isIpAddress } from './is-ip-address.ts';

export interface KeyDraft {
  name: string;
  isRestricted: boolean;
  /** One row each, empty rows included. */
  addresses: readonly string[];
  permissions: ReadonlySet<PortalPermission>;
}

export interface DraftFaults {
  isNameMissing: boolean;
  isAddressMissing: boolean;
  /** Rows that hold something which is no IP address. */
  malformedRows: ReadonlySet<number>;
  isPermissionMissing: boolean;
}

export const emptyDraft: KeyDraft = {
  name: '',
  isRestricted: false,
  addresses: [''],
  permissions: new Set(),
};

export const addressesMax = 5;

/** Null when it can be sent. */
export function draftFaults(draft: KeyDraft): DraftFaults | null {
  const malformed = draft.addresses.flatMap((text, row) =>
    text.trim() !== '' && !isIpAddress(text.trim()) ? [row] : [],
  );
  const faults: DraftFaults = {
    isNameMissing: draft.name.trim() === '',
    isAddressMissing: draft.isRestricted && draft.addresses.every((text) => text.trim() === ''),
    malformedRows: new Set(draft.isRestricted ? malformed : []),
    isPermissionMissing: draft.permissions.size === 0,
  };
  const isFaulty =
    faults.isNameMissing ||
    faults.isAddressMissing ||
    faults.malformedRows.size > 0 ||
    faults.isPermissionMissing;
  return isFaulty ? faults : null;
}

/** Trimmed, without empty rows and repetitions; none when the restriction is off. */
export function draftAddresses(draft: KeyDraft): readonly string[] {
  if (!draft.isRestricted) return [];
  return [...new Set(draft.addresses.map((text) => text.trim()).filter((text) => text !== ''))];
}

export function togglePermission(
  permissions: ReadonlySet<PortalPermission>,
  permission: PortalPermission,
): ReadonlySet<PortalPermission> {
  const next = new Set(permissions);
  if (!next.delete(permission)) next.add(permission);
  return next;
}
