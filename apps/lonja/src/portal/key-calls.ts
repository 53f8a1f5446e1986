// The API keys of an account: listed without their secrets, made with a fresh code, deleted at once.

import { isWirePermission, type WirePermission } from '@mandato/bitso-wire/permission';
import { err, ok, type Result } from '@mandato/primitives/result';
import { z } from 'zod';
import { canonicalAddress } from '../accounts/literal-address.ts';
import {
  type ApiKey,
  addressesMax,
  keysMax,
  keysPauseMs,
  type PortalAccount,
} from '../accounts/portal-state.ts';
import { keyPlace } from '../accounts/seal.ts';
import type { PortalKey } from '../api-contract/portal-contract.ts';
import type { CodeRefusal, SessionRefusal } from '../api-contract/session-contract.ts';
import { checkCode } from './check-code.ts';
import {
  answered,
  type Handled,
  type PortalContext,
  portalCall,
  refused,
  signedInOf,
} from './portal-call.ts';

export const listKeys = portalCall<'listKeys'>(z.strictObject({}), (context) => {
  const signedIn = signedInOf(context);
  return signedIn.ok ? answered({ keys: keysOf(signedIn.value.person) }) : refused(signedIn.error);
});

const createKeySchema = z.strictObject({
  name: z.string().max(400),
  addresses: z.array(z.string().max(100)).max(50),
  permissions: z.array(z.string().max(60)).max(20),
  acceptedSecurityInformation: z.boolean(),
  code: z.string().max(40),
});
type CreateKeyRequest = z.output<typeof createKeySchema>;

type KeyFormRefusal =
  | 'two_factor_missing'
  | 'security_information_not_accepted'
  | 'key_name_malformed'
  | 'address_malformed'
  | 'addresses_too_many'
  | 'permission_unknown'
  | 'keys_too_many'
  | 'keys_paused';

export const createKey = portalCall<'createKey', CreateKeyRequest>(createKeySchema, makeKey);

async function makeKey(
  context: PortalContext,
  request: CreateKeyRequest,
): Promise<
  Handled<
    { key: PortalKey; secret: string },
    SessionRefusal | KeyFormRefusal | CodeRefusal | 'storage_failed'
  >
> {
  const { ports } = context;
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { person } = signedIn.value;
  const form = checkKeyForm(person, request, ports.wallClock.nowMs());
  if (!form.ok) return refused(form.error);
  const step = checkCode(context, person, request.code);
  if (!step.ok) return refused(step.error);
  const keyId = ports.ids.alphanumeric(10);
  const secret = ports.ids.hex(32);
  const created = await ports.sequencer.submit({
    domain: 'portal',
    command: {
      kind: 'create_key',
      atMs: ports.wallClock.nowMs(),
      account: person.id,
      step: step.value,
      keyId,
      ...form.value,
      sealedSecret: ports.sealer.seal(secret, keyPlace(person.id, keyId)),
      device: context.device,
    },
  });
  const key = person.keys.get(keyId);
  if (created.ok && key !== undefined) return answered({ key: portalKey(key), secret });
  const late = created.ok ? null : created.error;
  const isKnown = late === 'keys_too_many' || late === 'code_used' || late === 'keys_paused';
  return refused(isKnown ? late : 'storage_failed');
}

interface KeyForm {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly permissions: readonly WirePermission[];
}

function checkKeyForm(
  person: PortalAccount,
  request: CreateKeyRequest,
  nowMs: number,
): Result<KeyForm, KeyFormRefusal> {
  const name = request.name.normalize('NFC').trim();
  const addresses = readAddresses(request.addresses);
  const permissions = request.permissions.filter(isWirePermission);
  if (person.twoFactor.kind !== 'on') return err('two_factor_missing');
  if (!request.acceptedSecurityInformation) return err('security_information_not_accepted');
  if (!/^[^\p{Cc}\p{Cf}<>]{1,50}$/u.test(name)) return err('key_name_malformed');
  if (!addresses.ok) return addresses;
  if (permissions.length < request.permissions.length) return err('permission_unknown');
  if (person.keys.size >= keysMax) return err('keys_too_many');
  if (person.twoFactorOffAtMs !== null && nowMs - person.twoFactorOffAtMs < keysPauseMs)
    return err('keys_paused');
  return ok({ name, addresses: addresses.value, permissions: [...new Set(permissions)] });
}

function readAddresses(
  texts: readonly string[],
): Result<readonly string[], 'address_malformed' | 'addresses_too_many'> {
  const known = texts.map(canonicalAddress).filter((address) => address !== null);
  if (known.length < texts.length) return err('address_malformed');
  const addresses = [...new Set(known)];
  return addresses.length > addressesMax ? err('addresses_too_many') : ok(addresses);
}

const deleteKeySchema = z.strictObject({ keyId: z.string().max(64), code: z.string().max(40) });

export const deleteKey = portalCall<'deleteKey', z.output<typeof deleteKeySchema>>(
  deleteKeySchema,
  async (context, { keyId, code }) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (!person.keys.has(keyId)) return refused('key_unknown');
    const step = checkCode(context, person, code);
    if (!step.ok) return refused(step.error);
    const deleted = await ports.sequencer.submit({
      domain: 'portal',
      command: {
        kind: 'delete_key',
        atMs: ports.wallClock.nowMs(),
        account: person.id,
        step: step.value,
        keyId,
        device: context.device,
      },
    });
    if (deleted.ok) return answered({ keys: keysOf(person) });
    const known = deleted.error === 'key_unknown' || deleted.error === 'code_used';
    return refused(known ? deleted.error : 'storage_failed');
  },
);

const switchKeySchema = z.strictObject({
  keyId: z.string().max(64),
  isOn: z.boolean(),
  code: z.string().max(40).nullable(),
});

export const switchKey = portalCall<'switchKey', z.output<typeof switchKeySchema>>(
  switchKeySchema,
  async (context, { keyId, isOn, code }) => {
    const { ports, device } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (!person.keys.has(keyId)) return refused('key_unknown');
    const step = isOn ? checkCode(context, person, code ?? '') : ok(null);
    if (!step.ok) return refused(step.error);
    const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
    const switched = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'switch_key', ...at, keyId, isOn, step: step.value },
    });
    if (switched.ok) return answered({ keys: keysOf(person) });
    const known = switched.error === 'key_unknown' || switched.error === 'code_used';
    return refused(known ? switched.error : 'storage_failed');
  },
);

const changeAddressesSchema = z.strictObject({
  keyId: z.string().max(64),
  addresses: z.array(z.string().max(100)).max(50),
  code: z.string().max(40),
});

export const changeKeyAddresses = portalCall<'changeKeyAddresses', z.output<typeof changeAddressesSchema>>(
  changeAddressesSchema,
  async (context, { keyId, addresses, code }) => {
    const { ports, device } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (!person.keys.has(keyId)) return refused('key_unknown');
    const read = readAddresses(addresses);
    if (!read.ok) return refused(read.error);
    const step = checkCode(context, person, code);
    if (!step.ok) return refused(step.error);
    const at = { atMs: ports.wallClock.nowMs(), account: person.id, device };
    const changed = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'change_key_addresses', ...at, keyId, addresses: read.value, step: step.value },
    });
    if (changed.ok) return answered({ keys: keysOf(person) });
    const known = changed.error === 'key_unknown' || changed.error === 'code_used';
    return refused(known ? changed.error : 'storage_failed');
  },
);

function keysOf(person: PortalAccount): readonly PortalKey[] {
  return [...person.keys.values()].map(portalKey);
}

function portalKey(key: ApiKey): PortalKey {
  return {
    keyId: key.keyId,
    name: key.name,
    addresses: key.addresses,
    permissions: key.permissions,
    isOn: key.isOn,
    createdAt: new Date(key.createdAtMs).toISOString(),
    lastUsedAt: key.lastUsedAtMs === null ? null : new Date(key.lastUsedAtMs).toISOString(),
  };
}
