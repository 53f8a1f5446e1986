// Every chance of a simulation: one stream for each site, so that taking one fault away leaves all others as they were.

/** The chances of one seed. The site `x` of `y` is the site `x y`, without the price of joining the two. */
export interface Draws {
  /** A number in [0, 1) from the next use of `site`. */
  unit(site: string, of?: string): number;
  /** A whole number in [0, bound). */
  below(site: string, bound: number, of?: string): number;
  /** A time that is exponentially distributed around `meanMs`, whole milliseconds, at most `maxMs`. */
  delay(site: string, time: { readonly meanMs: number; readonly maxMs: number }, of?: string): number;
  /** Whether the fault `site` strikes now; a strike has a name and can be taken away. */
  strikes(site: string, probability: number, of?: string): boolean;
  /** The next uses of `site`, for one that is used again and again. */
  source(site: string): () => number;
}

interface Stream {
  readonly hash: number;
  uses: number;
}

export interface DrawOptions {
  readonly seed: number;
  /** Faults that do not strike although the seed says so. */
  readonly without: ReadonlySet<string>;
  /** Hears of each fault that strikes. */
  readonly onStrike: (name: string) => void;
}

/** The chances of `seed`: the same seed always gives the same ones. */
export function drawsOf({ seed, without, onStrike }: DrawOptions): Draws {
  const sites = new Map<string, Map<string, Stream>>();
  const root = finished(seed ^ 0x9e3779b9);

  function streamOf(site: string, of: string): Stream {
    let streams = sites.get(site);
    if (streams === undefined) {
      streams = new Map();
      sites.set(site, streams);
    }
    let stream = streams.get(of);
    if (stream === undefined) {
      stream = { hash: hashOf(of === '' ? site : `${site} ${of}`), uses: 0 };
      streams.set(of, stream);
    }
    return stream;
  }

  function drawnFrom(stream: Stream): number {
    stream.uses += 1;
    return mixed(root, stream.hash, stream.uses) / 0x1_0000_0000;
  }

  const unit = (site: string, of = '') => drawnFrom(streamOf(site, of));
  return {
    unit,
    below: (site, bound, of = '') => Math.floor(unit(site, of) * bound),
    delay: (site, { meanMs, maxMs }, of = '') =>
      Math.min(maxMs, Math.round(-Math.log(1 - unit(site, of)) * meanMs)),
    strikes(site, probability, of = '') {
      // A site's stream is its own: not drawing from one that cannot strike changes nothing else.
      if (probability <= 0) return false;
      const stream = streamOf(site, of);
      if (drawnFrom(stream) >= probability) return false;
      const name = `${of === '' ? site : `${site} ${of}`}#${stream.uses}`;
      if (without.has(name)) return false;
      onStrike(name);
      return true;
    },
    source(site) {
      const stream = streamOf(site, '');
      return () => drawnFrom(stream);
    },
  };
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let position = 0; position < text.length; position += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(position), 0x01000193);
  }
  return hash >>> 0;
}

/** `hash` with the next whole number, by its lower 32 bits. */
export function withNumber(hash: number, number: number): number {
  return Math.imul(hash ^ number, 0x01000193) >>> 0;
}

/** Three words to one, each bit of which depends on all of theirs. */
function mixed(root: number, site: number, use: number): number {
  const word = finished((root ^ site) + 0x7f4a7c15);
  return finished((word ^ Math.imul(use, 0x85ebca6b)) + 0x165667b1);
}

function finished(from: number): number {
  let word = from | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}
