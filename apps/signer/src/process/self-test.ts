// The start-up self-test: tries what must be impossible and tells whether anything forbidden went through.

import { spawnSync } from 'node:child_process';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { NetworkMeans } from '../client/signer-options.ts';
import {
  removedGlobals,
  removedProcessMembers,
  removedSocketMembers,
  socketOwners,
} from './remove-network.ts';

/** What turned out to be possible although it must not be, in the order tried. */
export type SandboxHole =
  | 'permission_model_off'
  | 'read_possible'
  | 'write_possible'
  | 'child_process_possible'
  | 'worker_possible'
  | 'network_global_reachable'
  | 'socket_class_reachable'
  | 'environment_not_empty'
  | 'core_dumps_possible';

/**
 * Tries every forbidden thing once. `forbiddenFile` is a path outside everything that this process may touch.
 */
export function findSandboxHoles(paths: { readonly forbiddenFile: string }): readonly SandboxHole[] {
  const holes: SandboxHole[] = [];
  if (!('permission' in process)) holes.push('permission_model_off');
  if (isPossible(() => readFileSync(process.execPath))) holes.push('read_possible');
  if (isPossible(() => writeThenRemove(paths.forbiddenFile))) holes.push('write_possible');
  if (isPossible(() => spawnOnce())) holes.push('child_process_possible');
  if (isPossible(() => startWorker())) holes.push('worker_possible');
  const reachable =
    removedGlobals.some((name) => Reflect.get(globalThis, name) !== undefined) ||
    removedProcessMembers.some((name) => Reflect.get(process, name) !== undefined);
  if (reachable) holes.push('network_global_reachable');
  if (isSocketClassReachable()) holes.push('socket_class_reachable');
  if (Object.keys(process.env).some((name) => !name.startsWith('__CF'))) holes.push('environment_not_empty');
  if (coreDumpLimit() !== 0) holes.push('core_dumps_possible');
  return holes;
}

/** The means that keep this process off the network, as they are in force now; never a claim beyond them. */
export function networkMeansInForce(): readonly NetworkMeans[] {
  const means: NetworkMeans[] = ['no_network_globals', 'no_network_modules'];
  if (permissionDenies('net')) means.push('node_permission');
  if (Object.keys(networkInterfaces()).length === 0) means.push('empty_network_namespace');
  return means;
}

function isPossible(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function isSocketClassReachable(): boolean {
  return socketOwners().some((owner) =>
    removedSocketMembers.some((name) => Reflect.get(owner, name) !== undefined),
  );
}

function writeThenRemove(path: string): void {
  writeFileSync(path, '', { flag: 'wx' });
  unlinkSync(path);
}

function spawnOnce(): void {
  const ended = spawnSync(process.execPath, ['--version']);
  if (ended.error !== undefined) throw ended.error;
}

function startWorker(): void {
  const worker = new Worker('', { eval: true });
  worker.unref();
}

// Node tells its own limits only in its diagnostic report.
function coreDumpLimit(): unknown {
  const report: unknown = process.report.getReport();
  const limits = Reflect.get(Object(report), 'userLimits');
  return Reflect.get(Object(Reflect.get(Object(limits), 'core_file_size_blocks')), 'soft');
}

// Before Node 25 the permission model knows nothing of the network, and `has('net')` says "no" all the same.
function permissionDenies(scope: 'net'): boolean {
  const major = Number(process.versions.node.split('.')[0]);
  const permission: unknown = Reflect.get(process, 'permission');
  if (major < 26 || typeof permission !== 'object' || permission === null) return false;
  const has: unknown = Reflect.get(permission, 'has');
  return typeof has === 'function' && Reflect.apply(has, permission, [scope]) === false;
}
