// Judges a key by the evidence of its probes alone: what is not shown to be absent counts as there.

import { isAboutOutflow, judgePermissions, type LinkVerdict } from './judge-permissions.ts';
import type { LinkRefusal, Permission, PermissionFinding, ProbeEvidence, ProbeName } from './key-evidence.ts';

/** What the evidence comes to. `refusal` is null exactly when the key may be used. */
export interface LinkAssessment {
  readonly verdict: LinkVerdict;
  readonly refusal: LinkRefusal | null;
  /** One finding for each of the five permissions, in the order in which a person reads them. */
  readonly permissions: readonly PermissionFinding[];
}

type State = PermissionFinding['state'];

/**
 * Judges a key by its probes; whether the person confirmed the exchange's own list is asked for apart. Only HTTP 401 with code 0202 shows that a permission is absent (bitso-api 14): where an exchange
 * looks at the body first, good keys are refused, but a key that can withdraw never passes.
 */
export function assessLink(evidence: readonly ProbeEvidence[]): LinkAssessment {
  const permissions: readonly PermissionFinding[] = [
    finding('view_account_information', evidence, { read_account: ['granted', 'absent'] }),
    finding('view_balances', evidence, { read_balance: ['granted', 'absent'] }),
    finding('place_orders', evidence, {
      cancel_unknown_order: ['granted', 'absent'],
      place_empty_order: ['granted', 'absent'],
      // Reading orders needs the same permission, but may be allowed without it: only a refusal tells.
      read_open_orders: ['absent'],
    }),
    finding('make_withdrawals', evidence, { withdraw_nothing: ['granted', 'absent'] }),
    { permission: 'perform_security_actions', state: 'unknown', shownBy: null },
  ];
  const basic = basicRefusal(evidence);
  if (basic !== null) {
    return { verdict: isAboutOutflow(basic) ? 'UNSAFE' : 'INSUFFICIENT', refusal: basic, permissions };
  }
  const has = (permission: Permission): boolean | null => {
    const state = permissions.find((found) => found.permission === permission)?.state ?? 'unknown';
    return state === 'unknown' ? null : state === 'granted';
  };
  const judged = judgePermissions(
    {
      trade: has('place_orders'),
      readBalances: has('view_balances'),
      readAccount: has('view_account_information'),
      withdraw: has('make_withdrawals'),
      // Bitso cannot show these (decisions.md 5): the person looks at the key in its list and says so.
      transfer: null,
      keyAdmin: has('perform_security_actions'),
      unknownNames: [],
      source: 'probed',
    },
    { isAttested: true },
  );
  return { ...judged, permissions };
}

/** An answer about withdrawals speaks for a key this long: twice the week after which it is asked for again. */
export const withdrawalProbeAgeMsMax = 14 * 24 * 3_600_000;

/**
 * The evidence of a re-audit, completed with the earlier answer about withdrawals where the fresh one is missing or
 * says nothing because the exchange was silent or busy. An answer that is too old by `nowMs` no longer counts.
 */
export function withEarlierWithdrawalProbe(
  fresh: readonly ProbeEvidence[],
  earlier: readonly ProbeEvidence[],
  nowMs: number,
): readonly ProbeEvidence[] {
  const isAboutWithdrawal = ({ probe }: ProbeEvidence) => probe === 'withdraw_nothing';
  if (fresh.some((probe) => isAboutWithdrawal(probe) && isInformative(probe))) return fresh;
  const kept = earlier.filter(
    (probe) => isAboutWithdrawal(probe) && nowMs - probe.atMs < withdrawalProbeAgeMsMax,
  );
  return kept.length === 0 ? fresh : [...fresh.filter((probe) => !isAboutWithdrawal(probe)), ...kept];
}

/** When a key was last asked about withdrawals and the exchange answered; null where it never did. */
export function withdrawalProbedAtMs(evidence: readonly ProbeEvidence[]): number | null {
  const times = evidence
    .filter((probe) => probe.probe === 'withdraw_nothing' && isInformative(probe))
    .map(({ atMs }) => atMs);
  return times.length === 0 ? null : Math.max(...times);
}

/** What one answer says about the permission that its call needs. */
function stateShownBy({ probe, answer }: ProbeEvidence): State {
  if (answer.kind === 'unanswered') return 'unknown';
  const { status, code } = answer;
  if (status === 401) return code === '0202' ? 'absent' : 'unknown';
  if (code === '0202' || isAboutTheKey(code) || isBusy(status, code)) return 'unknown';
  if (status >= 200 && status < 300) return 'granted';
  // A read that is refused shows nothing; a write that is refused for its body got past the permission check.
  const isBodyRefused = status === 400 || (status === 404 && code !== null);
  return isBodyRefused && !isRead(probe) ? 'granted' : 'unknown';
}

function finding(
  permission: Permission,
  evidence: readonly ProbeEvidence[],
  tells: { readonly [P in ProbeName]?: readonly State[] },
): PermissionFinding {
  const asked = evidence.filter(({ probe }) => tells[probe] !== undefined);
  const showing = (state: State) =>
    asked.find((probe) => tells[probe.probe]?.includes(state) === true && stateShownBy(probe) === state);
  const granted = showing('granted');
  const absent = showing('absent');
  // Where two answers disagree the less favourable one counts: able to withdraw, unable to do anything else.
  const [first, second] = permission === 'make_withdrawals' ? [granted, absent] : [absent, granted];
  const shownBy = first ?? second;
  if (shownBy !== undefined) return { permission, state: stateShownBy(shownBy), shownBy };
  return { permission, state: 'unknown', shownBy: asked[0] ?? null };
}

/** What keeps any permission from being told, in order of precedence. */
function basicRefusal(evidence: readonly ProbeEvidence[]): LinkRefusal | null {
  if (!evidence.some(isInformative)) return 'exchange_unreachable';
  const codes = evidence.map(codeOf);
  if (codes.includes('0201')) return 'key_unknown_or_revoked';
  if (codes.includes('0215')) return 'signature_wrong';
  if (codes.includes('0326')) return 'key_inactive';
  if (codes.includes('0213')) return 'address_not_allowed';
  if (codes.includes('0206') || codes.includes('0207')) return 'nonce_refused';
  // On the withdrawal alone, a locked account shows that the call got past the permission check.
  const isRestricted = evidence.some(
    (probe) => probe.probe !== 'withdraw_nothing' && isRestriction(codeOf(probe)),
  );
  return isRestricted ? 'account_restricted' : null;
}

function codeOf({ answer }: ProbeEvidence): string | null {
  return answer.kind === 'answered' ? answer.code : null;
}

/** Whether the exchange itself answered the question, rather than being down or too busy. */
function isInformative({ answer }: ProbeEvidence): boolean {
  return answer.kind === 'answered' && !isBusy(answer.status, answer.code);
}

function isBusy(status: number, code: string | null): boolean {
  return (
    status >= 500 || status === 408 || status === 420 || status === 429 || /^(01|08|10|11)/.test(code ?? '')
  );
}

/** Codes by which the exchange refuses the key or its signature, before any permission. */
function isAboutTheKey(code: string | null): boolean {
  return code === '0326' || (code !== null && /^02/.test(code));
}

function isRestriction(code: string | null): boolean {
  return code === '0216' || (code !== null && /^07/.test(code));
}

function isRead(probe: ProbeName): boolean {
  return probe === 'read_balance' || probe === 'read_account' || probe === 'read_open_orders';
}
