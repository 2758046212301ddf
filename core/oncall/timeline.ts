import { DAY_MS, type EpochMs } from '../time';
import { zoneOf } from '../zone/zone';
import type { Layer, Schedule } from './schedule';
import { type TurnPart, turnParts } from './turns';

/** Whose turn counts: a layer's turn, or nobody's (`layer` is null). */
export type Stretch = {
  /** Null: it has always been so. */
  readonly from: EpochMs | null;
  /** Exclusive; null: it stays so. */
  readonly to: EpochMs | null;
  readonly layer: Layer | null;
  readonly turn: number;
};
type Piece = Stretch & { readonly from: EpochMs; readonly to: EpochMs };

/** A schedule's stretches, worked out four weeks at a time when they are asked for. */
export type Timeline = { stretchAt(instant: EpochMs): Stretch };

const CHUNK_MS = 28 * DAY_MS;
/** Chunks kept per schedule: over seven years. */
const MAX_CHUNKS = 100;

/** The pieces of a layer over those of the layers before it, which show where it is not active. */
function paint(under: readonly Piece[], layer: Layer, parts: readonly TurnPart[]): readonly Piece[] {
  const result: Piece[] = [];
  let next = 0;
  for (const piece of under) {
    let at = piece.from;
    while (at < piece.to) {
      while ((parts[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
      const part = parts[next];
      if (!part || part.from >= piece.to) {
        result.push({ ...piece, from: at });
        break;
      }
      if (part.from > at) result.push({ ...piece, from: at, to: part.from });
      const to = Math.min(part.to, piece.to);
      result.push({ from: Math.max(part.from, at), to, layer, turn: part.turn });
      at = to;
    }
  }
  return result;
}

const isSame = (a: Stretch, b: Stretch): boolean => a.layer === b.layer && a.turn === b.turn;

function joinedPieces(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last && isSame(last, piece)) result[result.length - 1] = { ...last, to: piece.to };
    else result.push(piece);
  }
  return result;
}

/** Four weeks: the pieces in them, and of each the whole stretch, once somebody has asked for it. */
type Chunk = { readonly pieces: readonly Piece[]; readonly stretches: Stretch[] };

/** The place of the piece that contains an instant. */
function placeIn(pieces: readonly Piece[], instant: EpochMs): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.from ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}

function makeTimeline({ timezone, layers }: Schedule): Timeline {
  const zone = zoneOf(timezone);
  const chunks = new Map<number, Chunk>();
  const chunkOf = (index: number): Chunk => {
    const known = chunks.get(index);
    if (known) return known;
    const range = { from: index * CHUNK_MS, to: (index + 1) * CHUNK_MS };
    const nobody: Piece = { ...range, layer: null, turn: 0 };
    const pieces = joinedPieces(
      layers.reduce<readonly Piece[]>((under, layer) => paint(under, layer, turnParts(layer, zone, range)), [nobody]),
    );
    if (chunks.size >= MAX_CHUNKS) chunks.clear();
    const chunk = { pieces, stretches: [] };
    chunks.set(index, chunk);
    return chunk;
  };
  /** Where a piece that reaches the edge of its chunk really begins or ends. */
  const edge = (piece: Piece, index: number, direction: 1 | -1): EpochMs => {
    let found = piece;
    for (let at = index + direction; ; at += direction) {
      const reached = direction === 1 ? found.to === at * CHUNK_MS : found.from === (at + 1) * CHUNK_MS;
      const beside = reached ? chunkOf(at).pieces.at(direction === 1 ? 0 : -1) : undefined;
      if (!beside || !isSame(beside, piece)) return direction === 1 ? found.to : found.from;
      found = beside;
    }
  };
  return {
    stretchAt: (instant) => {
      if (layers.length === 0) return { from: null, to: null, layer: null, turn: 0 };
      const index = Math.floor(instant / CHUNK_MS);
      const { pieces, stretches } = chunkOf(index);
      const place = placeIn(pieces, instant);
      const known = stretches[place];
      if (known) return known;
      const piece = pieces[place];
      if (!piece) throw new RangeError(`no time: ${instant}`);
      const stretch = { ...piece, from: edge(piece, index, -1), to: edge(piece, index, 1) };
      stretches[place] = stretch;
      return stretch;
    },
  };
}

const timelines = new WeakMap<Schedule, Timeline>();

/** The same schedule has one timeline, so what was worked out is kept as long as the schedule is. */
export function timelineOf(schedule: Schedule): Timeline {
  const known = timelines.get(schedule);
  if (known) return known;
  const timeline = makeTimeline(schedule);
  timelines.set(schedule, timeline);
  return timeline;
}
