// GeoJSON in a few words, and whether two presses were meant as one.

const SAME_PLACE = 4; // pixels: the second press of a double one is no further corner

export function near(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y) < SAME_PLACE;
}

export function feature(geometry, properties = {}) {
  return { type: "Feature", geometry, properties };
}

export function collection(features) {
  return { type: "FeatureCollection", features };
}
