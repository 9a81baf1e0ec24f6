/** BLAKE2b (RFC 7693), unkeyed: what Argon2 is made of. 64-bit words lie as two halves, the lower first. */
import type { Bytes } from "../../bytes";

const IV = Uint32Array.of(
  ...[0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a],
  ...[0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19],
);

/** Which word of the message each half step takes, by round; the last two rounds are the first two again. */
const SIGMA: readonly string[] = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
];

const BLOCK = 128;

/** word[i] ^= word[j], then turned right by so many bits. */
const turn = (v: Uint32Array, i: number, j: number, bits: number): void => {
  const low = at(v, i) ^ at(v, j);
  const high = at(v, i + 1) ^ at(v, j + 1);
  const [one, other] = bits < 32 ? [low, high] : [high, low];
  const by = bits % 32;
  v[i] = by === 0 ? one : (one >>> by) | (other << (32 - by));
  v[i + 1] = by === 0 ? other : (other >>> by) | (one << (32 - by));
};

/** word[i] += word[j]. */
const add = (v: Uint32Array, i: number, of: Uint32Array, j: number): void => {
  const low = at(v, i) + at(of, j);
  v[i] = low;
  v[i + 1] = at(v, i + 1) + at(of, j + 1) + (low > 0xffffffff ? 1 : 0);
};

const at = (v: Uint32Array, i: number): number => v[i] as number;

const mix = (v: Uint32Array, m: Uint32Array, [a, b, c, d]: readonly number[], x: number, y: number): void => {
  const [i, j, k, l] = [2 * (a as number), 2 * (b as number), 2 * (c as number), 2 * (d as number)] as const;
  add(v, i, v, j);
  add(v, i, m, 2 * x);
  turn(v, l, i, 32);
  add(v, k, v, l);
  turn(v, j, k, 24);
  add(v, i, v, j);
  add(v, i, m, 2 * y);
  turn(v, l, i, 16);
  add(v, k, v, l);
  turn(v, j, k, 63);
};

const STEPS: readonly (readonly number[])[] = [
  ...[
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
  ],
  ...[
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
  ],
];

/** The digest of these bytes, 1 to 64 bytes long. */
export const blake = (data: Bytes, length: number): Bytes => {
  const h = IV.slice();
  h[0] = at(h, 0) ^ (0x01010000 | length);
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
  for (let n = 0; n < blocks; n += 1) {
    const block = new Uint8Array(BLOCK);
    block.set(data.subarray(n * BLOCK, (n + 1) * BLOCK));
    const m = new Uint32Array(block.buffer);
    const v = new Uint32Array(32);
    v.set(h);
    v.set(IV, 16);
    v[24] = at(v, 24) ^ Math.min(data.length, (n + 1) * BLOCK);
    if (n === blocks - 1) {
      v[28] = ~at(v, 28);
      v[29] = ~at(v, 29);
    }
    for (let round = 0; round < 12; round += 1) {
      const row = SIGMA[round % 10] as string;
      const word = (i: number): number => Number.parseInt(row.charAt(i), 16);
      for (const [i, step] of STEPS.entries()) mix(v, m, step, word(2 * i), word(2 * i + 1));
    }
    for (let i = 0; i < 16; i += 1) h[i] = at(h, i) ^ at(v, i) ^ at(v, i + 16);
  }
  return new Uint8Array(h.buffer).slice(0, length);
};
