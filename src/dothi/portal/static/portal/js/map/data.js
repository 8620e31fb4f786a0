// Units and towns of a day from the open data interface, kept in memory while the page is open.

const kept = new Map();

export async function unitsOn(address, day) {
  return ask(address, day);
}

export async function townsOn(address, day) {
  return ask(address, day);
}

export async function programmeOn(address, day) {
  return ask(address, day);
}

export async function plansOn(address, day) {
  return ask(address, day);
}

export async function themesOn(address, day) {
  return ask(address, day);
}

async function ask(address, day) {
  const url = new URL(address, window.location.href);
  url.searchParams.set("ngay", day);
  const known = new URLSearchParams(window.location.search).get("biet");
  if (known) url.searchParams.set("biet", known);
  if (!kept.has(url.href)) {
    const answer = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url.pathname}`);
      return response.json();
    });
    answer.catch(() => kept.delete(url.href));
    kept.set(url.href, answer);
  }
  return kept.get(url.href);
}

// One point per unit, for its name and for showing it when chosen.
export function namePoints(units) {
  const features = [];
  for (const unit of units.features) {
    const place = middle(unit);
    if (!place) continue;
    const { key, name, kind, level, bbox } = unit.properties;
    const short = kind && name.toLowerCase().startsWith(`${kind.toLowerCase()} `) ? name.slice(kind.length + 1) : name;
    const size = bbox ? (bbox[2] - bbox[0]) * (bbox[3] - bbox[1]) : 0;
    features.push({
      type: "Feature",
      geometry: { type: "Point", coordinates: place },
      properties: { key, name, short, level, outlined: unit.geometry.type !== "Point", order: -size },
    });
  }
  return { type: "FeatureCollection", features };
}

export function middle(unit) {
  const { longitude, latitude, bbox } = unit.properties;
  if (longitude !== null && longitude !== undefined && latitude !== null && latitude !== undefined) return [longitude, latitude];
  if (bbox) return [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
  return null;
}

// Towns with the sign of their class; `words` gives each pair (rule set/class) its title and rank.
export function townPoints(towns, words) {
  const features = towns.features.filter((town) => town.geometry).map((town) => {
    const certain = town.properties.classes.find((item) => item.holds === "yes");
    const word = certain ? words[`${certain.rule_set}/${certain.class}`] : undefined;
    const planned = town.properties.status !== "recognised";
    const rank = word ? word.rank : 99;
    return {
      type: "Feature",
      geometry: town.geometry,
      properties: {
        key: town.properties.key,
        label: town.properties.name,
        pair: certain ? `${certain.rule_set}/${certain.class}` : "",
        planned,
        illustrative: town.properties.illustrative,
        rank: planned ? rank + 100 : rank,
        sign: `town-${word ? word.rank : "unknown"}${planned ? "-planned" : ""}`,
      },
    };
  });
  return { type: "FeatureCollection", features };
}

// What a programme wants: groups of towns as shapes, and a sign with words for each town it gives an aim.
export function programmeShapes(network, language) {
  const placed = network.features.filter((feature) => feature.geometry);
  const groups = placed.filter((feature) => feature.properties.kind !== "town").map(({ geometry, properties }) => ({
    type: "Feature", geometry, properties: { kind: properties.kind, name: properties.name, illustrative: properties.illustrative },
  }));
  const aims = placed.filter((feature) => feature.properties.kind === "town").map(({ geometry, properties }) => ({
    type: "Feature", geometry, properties: { key: properties.key, label: language === "en" ? properties.label_en : properties.label },
  }));
  const names = groups.filter(({ geometry }) => geometry.type === "Polygon").map(({ geometry, properties }) => ({
    type: "Feature", geometry: { type: "Point", coordinates: centre(geometry.coordinates[0]) }, properties,
  }));
  return Object.fromEntries(Object.entries({ groups, names, aims }).map(([name, features]) => [name, { type: "FeatureCollection", features }]));
}

// One place for a shape's name: a shape that is cut by tiles would bear its name once in each.
function centre(ring) {
  const middleOf = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [middleOf(ring.map((point) => point[0])), middleOf(ring.map((point) => point[1]))];
}
