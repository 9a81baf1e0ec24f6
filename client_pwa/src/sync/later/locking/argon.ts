/**
 * Argon2id with one lane (RFC 9106): what makes each guess at a PIN cost time and memory.
 *
 * Written out here instead of WebAssembly, so that the page needs no leave to compile any. It runs in a worker; where none
 * starts it lets the page draw every now and then, since a phone takes about a second: see `beside.ts`.
 */
import { type Bytes, join } from "../../bytes";
import { blake } from "./blake";

/** Memory in KiB and passes over it. */
export interface Cost {
  readonly memory: number;
  readonly passes: number;
}

/** Numbers of 32 bits in a block of 1 KiB. */
const WORDS = 256;
const SLICES = 4;
/** So long it works before the page may draw. */
const SPELL_MS = 40;

const words = (...numbers: readonly number[]): Bytes => new Uint8Array(Int32Array.from(numbers).buffer);

/** The variable-length hash H'. */
const stretched = (data: Bytes, length: number): Bytes => {
  const first = join(words(length), data);
  if (length <= 64) return blake(first, length);
  const out = new Uint8Array(length);
  let part = blake(first, 64);
  let at = 0;
  for (; length - at > 64; at += 32) {
    out.set(part.subarray(0, 32), at);
    part = blake(part, length - at - 32 > 64 ? 64 : length - at - 32);
  }
  out.set(part, at);
  return out;
};

/** One quarter of the round of BLAKE2b, with products: words a, b, c, d of `w`, by the place of their lower halves. */
const quarter = (w: Int32Array, a: number, b: number, c: number, d: number): void => {
  let al = w[a] as number;
  let ah = w[a + 1] as number;
  let bl = w[b] as number;
  let bh = w[b + 1] as number;
  let cl = w[c] as number;
  let ch = w[c + 1] as number;
  let dl = w[d] as number;
  let dh = w[d + 1] as number;
  let x = 0;
  let y = 0;
  let low = 0;

  // a += b + 2 * low(a) * low(b)
  x = upper(al, bl);
  y = Math.imul(al, bl);
  low = (al >>> 0) + (bl >>> 0) + ((y << 1) >>> 0);
  ah = (ah + bh + ((x << 1) | (y >>> 31)) + ((low / 4294967296) | 0)) | 0;
  al = low | 0;
  x = dl ^ al;
  dl = dh ^ ah;
  dh = x;
  x = upper(cl, dl);
  y = Math.imul(cl, dl);
  low = (cl >>> 0) + (dl >>> 0) + ((y << 1) >>> 0);
  ch = (ch + dh + ((x << 1) | (y >>> 31)) + ((low / 4294967296) | 0)) | 0;
  cl = low | 0;
  x = bl ^ cl;
  y = bh ^ ch;
  bl = (x >>> 24) | (y << 8);
  bh = (y >>> 24) | (x << 8);

  x = upper(al, bl);
  y = Math.imul(al, bl);
  low = (al >>> 0) + (bl >>> 0) + ((y << 1) >>> 0);
  ah = (ah + bh + ((x << 1) | (y >>> 31)) + ((low / 4294967296) | 0)) | 0;
  al = low | 0;
  x = dl ^ al;
  y = dh ^ ah;
  dl = (x >>> 16) | (y << 16);
  dh = (y >>> 16) | (x << 16);
  x = upper(cl, dl);
  y = Math.imul(cl, dl);
  low = (cl >>> 0) + (dl >>> 0) + ((y << 1) >>> 0);
  ch = (ch + dh + ((x << 1) | (y >>> 31)) + ((low / 4294967296) | 0)) | 0;
  cl = low | 0;
  x = bl ^ cl;
  y = bh ^ ch;
  bl = (y >>> 31) | (x << 1);
  bh = (x >>> 31) | (y << 1);

  w[a] = al;
  w[a + 1] = ah;
  w[b] = bl;
  w[b + 1] = bh;
  w[c] = cl;
  w[c + 1] = ch;
  w[d] = dl;
  w[d + 1] = dh;
};

/** The upper half of the product of two numbers of 32 bits. */
const upper = (one: number, other: number): number => {
  const low = one & 0xffff;
  const high = one >>> 16;
  const otherLow = other & 0xffff;
  const otherHigh = other >>> 16;
  const cross = Math.imul(high, otherLow);
  const carry = (Math.imul(low, otherLow) >>> 16) + (cross & 0xffff) + (Math.imul(low, otherHigh) >>> 0);
  return (Math.imul(high, otherHigh) + (cross >>> 16) + (carry >>> 16)) | 0;
};

/** Which words each quarter takes, in turn: P over the eight rows of a block, then over its eight columns. */
const ORDER = Int32Array.from(
  [0, 1, 2, 3, 4, 5, 6, 7]
    .flatMap((row) => places(32 * row, 4))
    .concat([0, 1, 2, 3, 4, 5, 6, 7].flatMap((column) => places(4 * column, 32))),
);

/** Sixteen words lie in eight pairs, `gap` apart, from `at`: straight down, then along the diagonals. */
function places(at: number, gap: number): readonly number[] {
  const word = (i: number): number => at + (i >> 1) * gap + (i & 1) * 2;
  const turns = [0, 1].flatMap((by) => [0, 1, 2, 3].map((i) => [i, by] as const));
  return turns.flatMap(([i, by]) => [0, 1, 2, 3].map((row) => word(4 * row + ((i + by * row) & 3))));
}

const mixed = new Int32Array(WORDS);

/** G: the blocks at `one` and `other` of `of` become, or with `over` are laid over, the block at `to` of `into`. */
const compress = (
  of: Int32Array,
  [one, other]: readonly [number, number],
  into: Int32Array,
  to: number,
  over: boolean,
): void => {
  for (let i = 0; i < WORDS; i += 1) mixed[i] = (of[one + i] as number) ^ (of[other + i] as number);
  for (let i = 0; i < WORDS; i += 1) into[to + i] = (mixed[i] as number) ^ (over ? (into[to + i] as number) : 0);
  for (let i = 0; i < ORDER.length; i += 4) {
    quarter(mixed, ORDER[i] as number, ORDER[i + 1] as number, ORDER[i + 2] as number, ORDER[i + 3] as number);
  }
  for (let i = 0; i < WORDS; i += 1) into[to + i] = (into[to + i] as number) ^ (mixed[i] as number);
};

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The memory, and what a filling goes by. */
interface Filling {
  readonly blocks: Int32Array;
  readonly columns: number;
  readonly passes: number;
  /** Three blocks: zeroes, what asks for addresses, and the addresses. */
  readonly asking: Int32Array;
}

/** 128 further addresses, which follow from place and time alone and from no secret. */
const moreAddresses = (asking: Int32Array): void => {
  asking[WORDS + 12] = (asking[WORDS + 12] as number) + 1;
  compress(asking, [0, WORDS], asking, 2 * WORDS, false);
  compress(asking, [0, 2 * WORDS], asking, 2 * WORDS, false);
};

/** One block out of the one before and one further back. */
const fillBlock = ({ blocks, columns, asking }: Filling, pass: number, slice: number, index: number): void => {
  const segment = columns / SLICES;
  const byAddress = pass === 0 && slice < 2;
  if (byAddress && index % 128 === 0) moreAddresses(asking);
  if (pass === 0 && slice === 0 && index < 2) return;
  const column = slice * segment + index;
  const before = ((column + columns - 1) % columns) * WORDS;
  const chance = byAddress ? (asking[2 * WORDS + 2 * (index % 128)] as number) : (blocks[before] as number);
  const area = (pass === 0 ? slice * segment : columns - segment) + index - 1;
  const start = pass === 0 ? 0 : (slice + 1) * segment;
  const back = upper(area, upper(chance, chance)) >>> 0;
  const reference = ((start + area - 1 - back) % columns) * WORDS;
  compress(blocks, [before, reference], blocks, column * WORDS, pass > 0);
};

const fill = async (filling: Filling): Promise<void> => {
  const { columns, passes, asking } = filling;
  let since = performance.now();
  for (let at = 0; at < passes * SLICES; at += 1) {
    const [pass, slice] = [Math.floor(at / SLICES), at % SLICES];
    asking.fill(0);
    for (const [i, value] of [pass, 0, slice, columns, passes, 2].entries()) asking[WORDS + 2 * i] = value;
    for (let index = 0; index < columns / SLICES; index += 1) {
      fillBlock(filling, pass, slice, index);
      if (index % 64 !== 0 || performance.now() - since < SPELL_MS) continue;
      await breath();
      since = performance.now();
    }
  }
};

/** 32 bytes from a secret and a salt. */
export const argon = async (secret: Bytes, salt: Bytes, { memory, passes }: Cost): Promise<Bytes> => {
  const columns = memory - (memory % SLICES);
  const head = join(words(1, 32, memory, passes, 0x13, 2, secret.length), secret, words(salt.length), salt);
  const begun = blake(join(head, words(0, 0)), 64);
  const blocks = new Int32Array(columns * WORDS);
  for (const n of [0, 1]) {
    const first = stretched(join(begun, words(n, 0)), 4 * WORDS);
    blocks.set(new Int32Array(first.buffer), n * WORDS);
  }
  await fill({ blocks, columns, passes, asking: new Int32Array(3 * WORDS) });
  return stretched(new Uint8Array(blocks.slice(-WORDS).buffer), 32);
};
