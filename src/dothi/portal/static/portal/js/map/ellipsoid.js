// Lengths and areas on the ellipsoid of WGS 84, which is also that of VN-2000. Places are [longitude, latitude] in degrees.

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const STEPS = 64; // parts of a side: it is straight on the map, and not on the ellipsoid

// Metres of the shortest way between two places (Vincenty 1975); null for places so nearly opposite that it does not converge.
export function metres([lng1, lat1], [lng2, lat2]) {
  const [L, U1, U2] = [radians(lng2 - lng1), reduced(lat1), reduced(lat2)];
  const [sin1, cos1, sin2, cos2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)];
  let lambda = L;
  for (let turn = 0; turn < 100; turn += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const sinS = Math.hypot(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL);
    if (sinS === 0) return 0;
    const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * sinL) / sinS;
    const cos2A = 1 - sinA * sinA;
    const cos2M = cos2A === 0 ? 0 : cosS - (2 * sin1 * sin2) / cos2A;
    const C = (F / 16) * cos2A * (4 + F * (4 - 3 * cos2A));
    const next = L + (1 - C) * F * sinA * (sigma + C * sinS * (cos2M + C * cosS * (2 * cos2M * cos2M - 1)));
    if (Math.abs(next - lambda) < 1e-12) return along(sigma, sinS, cosS, cos2A, cos2M);
    lambda = next;
  }
  return null;
}

export function length(places) {
  let sum = 0;
  for (let at = 1; at < places.length; at += 1) sum += metres(places[at - 1], places[at]) ?? NaN;
  return sum;
}

// m² inside a ring whose sides are straight on the map: laid out on the equal-area cylinder of the ellipsoid.
export function area(ring) {
  const origin = ring[0][0];
  let sum = 0;
  for (let at = 0; at < ring.length; at += 1) {
    const [[lng1, lat1], [lng2, lat2]] = [ring[at], ring[(at + 1) % ring.length]];
    const [north1, north2] = [mercator(lat1), mercator(lat2)];
    let before = null;
    for (let step = 0; step <= STEPS; step += 1) {
      const part = step / STEPS;
      const here = [A * radians(lng1 - origin + (lng2 - lng1) * part), equalArea(Math.atan(Math.sinh(north1 + (north2 - north1) * part)))];
      if (before) sum += ((before[0] + here[0]) / 2) * (here[1] - before[1]);
      before = here;
    }
  }
  return Math.abs(sum);
}

function along(sigma, sinS, cosS, cos2A, cos2M) {
  const u2 = (cos2A * (A * A - B * B)) / (B * B);
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const last = (b / 6) * cos2M * (4 * sinS * sinS - 3) * (4 * cos2M * cos2M - 3);
  return B * a * (sigma - b * sinS * (cos2M + (b / 4) * (cosS * (2 * cos2M * cos2M - 1) - last)));
}

function reduced(latitude) {
  return Math.atan((1 - F) * Math.tan(radians(latitude)));
}

// The map's own projection, of which the ground between two corners follows a straight line.
function mercator(latitude) {
  return Math.asinh(Math.tan(radians(latitude)));
}

function equalArea(phi) {
  const sine = Math.sin(phi);
  return (A * (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E)) / 2;
}

function radians(degrees) {
  return (degrees * Math.PI) / 180;
}
