// Numbers of the running process in the text format of Prometheus; labels come from us, never from a request.

/** One sample: labels are names and values of ours. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

/** The families as `text/plain; version=0.0.4`. */
export function formatMetrics(families: readonly Family[]): string {
  return families.map(formatFamily).join('');
}

function formatFamily({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${formatLabels(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Upper bounds of the request histogram, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] as const;

interface RouteCount {
  readonly labels: Readonly<Record<string, string>>;
  value: number;
}

/** Counts requests by route and status, and how long they took. */
export class RequestMetrics {
  readonly #counts = new Map<string, Map<number, RouteCount>>();
  readonly #buckets = new Array<number>(bounds.length).fill(0);
  #seconds = 0;
  #total = 0;

  note(request: { readonly route: string; readonly status: number; readonly seconds: number }): void {
    const { route, status, seconds } = request;
    this.#countOf(route, status).value += 1;
    this.#total += 1;
    this.#seconds += seconds;
    let at = 0;
    while (seconds > (bounds[at] ?? Number.POSITIVE_INFINITY)) at += 1;
    if (at < bounds.length) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
  }

  #countOf(route: string, status: number): RouteCount {
    const ofRoute = this.#counts.get(route) ?? new Map<number, RouteCount>();
    const known = ofRoute.get(status);
    if (known !== undefined) return known;
    const count = { labels: { route, status: String(status) }, value: 0 };
    this.#counts.set(route, ofRoute.set(status, count));
    return count;
  }

  families(): readonly Family[] {
    const requests: Family = {
      name: 'lonja_http_requests_total',
      help: 'Requests answered, by route and status.',
      type: 'counter',
      samples: [...this.#counts.values()].flatMap((ofRoute) => [...ofRoute.values()]),
    };
    return [requests];
  }

  /** The histogram, whose three names belong to one family. */
  histogram(): string {
    const name = 'lonja_http_request_seconds';
    let below = 0;
    const lines = bounds.map((bound, at) => {
      below += this.#buckets[at] ?? 0;
      return `${name}_bucket{le="${bound}"} ${below}`;
    });
    return [
      `# HELP ${name} From the whole request to the answer.`,
      `# TYPE ${name} histogram`,
      ...lines,
      `${name}_bucket{le="+Inf"} ${this.#total}`,
      `${name}_sum ${this.#seconds}`,
      `${name}_count ${this.#total}`,
      '',
    ].join('\n');
  }
}
