// The fault dials and switches over HTTP: `/sandbox/faults` and `/sandbox/switches`, only when they were asked for.

import type { SandboxFaults } from '../api-contract/sandbox-contract.ts';
import { bodyText, emptyReply, jsonReply, type WireReply, type WireRequest } from '../http/wire-request.ts';
import type { FaultBoard } from './fault-board.ts';
import { verbParameters } from './fault-parameters.ts';
import { faultRuleSchema, faultStages, isConditionName, switchesSchema, verbNames } from './fault-verb.ts';
import { inBothLanguages, stageWords, switchWords, verbWords } from './fault-words.ts';
import { type Switches, setSwitch, switchNames } from './switches.ts';

export interface Sandbox {
  readonly faults: FaultBoard;
  readonly switches: Switches;
}

/** Answers a request below `/sandbox`. */
export function serveSandbox(sandbox: Sandbox, request: WireRequest, segments: readonly string[]): WireReply {
  if (isFromAnotherSite(request)) return problem(403, 'another website may not turn these dials');
  const [, name, id = null] = segments;
  if (name === 'faults' && segments.length <= 3) return serveFaults(sandbox.faults, request, id);
  if (name === 'switches' && id === null) return serveSwitches(sandbox.switches, request);
  return emptyReply(404);
}

// A page of another site can make a browser send requests here.
function isFromAnotherSite(request: WireRequest): boolean {
  const site = request.header('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

function serveFaults(faults: FaultBoard, request: WireRequest, id: string | null): WireReply {
  if (request.method === 'GET' && id === null) return jsonReply(200, { faults: faults.list(), ...catalogue });
  if (request.method === 'DELETE') {
    if (id === null) faults.clear();
    else if (!faults.remove(id)) return problem(404, 'there is no such fault');
    return jsonReply(200, { faults: faults.list() });
  }
  if (request.method !== 'POST' || id !== null) return problem(405, 'GET, POST or DELETE');
  const rule = faultRuleSchema.safeParse(readJson(request));
  if (!rule.success) return problem(400, firstIssue(rule.error.issues));
  return jsonReply(200, faults.add(rule.data));
}

const catalogue: Omit<SandboxFaults, 'faults'> = {
  stages: faultStages.map((stage) => ({ stage, description: inBothLanguages(stageWords[stage]) })),
  verbs: verbNames.map((verb) => ({
    verb,
    description: inBothLanguages(verbWords[verb]),
    isCondition: isConditionName(verb),
    parameters: verbParameters[verb],
  })),
};

function serveSwitches(switches: Switches, request: WireRequest): WireReply {
  if (request.method === 'POST') {
    const wanted = switchesSchema.safeParse(readJson(request));
    if (!wanted.success) return problem(400, firstIssue(wanted.error.issues));
    const next = { ...switches };
    for (const name of switchNames) {
      const value = wanted.data[name];
      if (value !== undefined && !setSwitch(next, name, value)) {
        return problem(400, `${name} takes another kind of value`);
      }
    }
    Object.assign(switches, next);
  } else if (request.method !== 'GET') return problem(405, 'GET or POST');
  return jsonReply(200, {
    switches: switchNames.map((name) => ({
      name,
      value: switches[name],
      description: inBothLanguages(switchWords[name]),
    })),
  });
}

function readJson(request: WireRequest): unknown {
  try {
    return JSON.parse(bodyText(request.body) ?? '');
  } catch {
    return null;
  }
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) {
  const [issue] = issues;
  return issue === undefined ? 'not understood' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function problem(status: number, message: string): WireReply {
  return jsonReply(status, { error: message });
}
