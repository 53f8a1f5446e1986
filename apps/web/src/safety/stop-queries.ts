// What is stopped, asked often enough that a stop made elsewhere is seen soon.
import { queries } from '../session/api.ts';

export function safetyQuery() {
  return queries.safety.state.queryOptions({ refetchInterval: 15_000 });
}
