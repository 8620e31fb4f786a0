// SHA-256 (FIPS 180-4) for pages that are not served over TLS, where the browser's own is out of reach.
const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The first 32 bits of the fractional parts of cube and square roots of the first primes.
for (let number = 2, found = 0; found < 64; number += 1) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) prime = false;
  if (!prime) continue;
  if (found < 8) START[found] = fraction(number ** (1 / 2));
  K[found] = fraction(number ** (1 / 3));
  found += 1;
}

function fraction(value) {
  return ((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

const turned = (value, by) => (value >>> by) | (value << (32 - by));

// Eight words of 32 bits: the digest of a text of plain ASCII.
export function sha256(text) {
  const length = text.length;
  const words = new Uint32Array((((length + 8) >> 6) + 1) << 4);
  for (let at = 0; at < length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  words[length >> 2] |= 0x80 << (24 - 8 * (length & 3));
  words[words.length - 1] = length * 8;
  const hash = START.slice();
  const w = new Uint32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let at = 0; at < 64; at += 1) {
      if (at < 16) w[at] = words[block + at];
      else {
        const a = w[at - 15];
        const b = w[at - 2];
        w[at] = w[at - 16] + (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + w[at - 7] + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
      }
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let at = 0; at < 64; at += 1) {
      const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[at] + w[at]) | 0;
      const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + first) | 0;
      d = c; c = b; b = a; a = (first + second) | 0;
    }
    for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) hash[at] += value;
  }
  return hash;
}
