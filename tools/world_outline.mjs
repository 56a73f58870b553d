#!/usr/bin/env node
// Make src/report/world.tsv: outlines and label points of countries, from Natural Earth (public domain).
//
//     npm install world-atlas@2 topojson-client i18n-iso-countries
//     node tools/world_outline.mjs > src/report/world.tsv
//
// Outlines come from the 1:110 million map, label points (the middle of a country's largest part) from the 1:50 million map,
// which has the small countries too. Coordinates are tenths of a degree, which is finer than the map of a report shows.
//
// Nobody needs this script to build or run Dateline.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.cwd() + "/"));
const countries = require("i18n-iso-countries");
const { feature } = require("topojson-client");

/** Countries of the map without an ISO number; what is missing here is left out. */
const BY_NAME = { Kosovo: "XKX", "N. Cyprus": "CYP", Somaliland: "SOM" };

/** Former states that archives name, at the seat of their government. */
const FORMER = { SUN: [376, 558], YUG: [205, 448], SCG: [205, 440], CSK: [160, 495], DDR: [134, 525] };

/** Small territories that the map has no name for. */
const SMALL = {
  BES: [-683, 122], CCK: [968, -122], CXR: [1056, -105], GIB: [-54, 361], GLP: [-616, 162], GUF: [-531, 40],
  MTQ: [-610, 147], MYT: [452, -128], REU: [555, -211], SJM: [160, 785], TKL: [-1718, -92], TUV: [1792, -85],
};

function parts(file) {
  const topology = require(`world-atlas/${file}`);
  const found = new Map();
  for (const { id, properties, geometry } of feature(topology, topology.objects.countries).features) {
    const code = (id && countries.numericToAlpha3(id)) || BY_NAME[properties.name];
    if (!code || code === "ATA") continue;
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    // Holes are other countries, which are drawn themselves.
    found.set(code, (found.get(code) ?? []).concat(polygons.map((polygon) => polygon[0])));
  }
  return found;
}

/** A ring that goes over the date line without a jump: longitudes go on beyond 180. */
function unwrapped(ring) {
  let shift = 0;
  return ring.map(([x, y], place) => {
    const step = place ? x - ring[place - 1][0] : 0;
    shift += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [x + shift, y];
  });
}

/** A ring in one or two pieces that lie within the map: what is beyond an edge is laid upon it. */
function within(ring) {
  const smooth = unwrapped(ring);
  const clamped = (shift) => smooth.map(([x, y]) => [Math.min(180, Math.max(-180, x + shift)), y]);
  const inside = (shift) => smooth.some(([x]) => Math.abs(x + shift) < 180);
  return [0, -360, 360].filter(inside).map(clamped);
}

/** Twice the area of a ring, and its middle. */
function middle(folded) {
  const ring = unwrapped(folded);
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    area += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return { area: Math.abs(area), point: [x / (3 * area), y / (3 * area)] };
}

const tenths = ([x, y]) => [Math.round(x * 10), Math.round(y * 10)];

/** The first point, then steps; points that round to the one before are left out. */
function steps(ring) {
  const numbers = [];
  let last = [0, 0];
  for (const point of ring.slice(0, -1).map(tenths)) {
    const step = [point[0] - last[0], point[1] - last[1]];
    if (numbers.length && step[0] === 0 && step[1] === 0) continue;
    numbers.push(...step);
    last = point;
  }
  return numbers.length >= 6 ? numbers.join(" ") : null;
}

const outlines = parts("countries-110m.json");
const points = new Map(Object.entries({ ...FORMER, ...SMALL }));
for (const [code, rings] of parts("countries-50m.json")) {
  const best = rings.map(middle).reduce((one, other) => (other.area > one.area ? other : one));
  const [x, y] = best.point;
  points.set(code, tenths([x > 180 ? x - 360 : x, y]));
}
console.log("# Outlines of countries and a point for each, from Natural Earth (public domain), made by tools/world_outline.mjs.");
console.log("#");
console.log("# code    ISO 3166-1 alpha-3, as in records; former states have a point only.");
console.log("# point   Where the country is marked: degrees east and north, in tenths.");
console.log("# rings   Its outline: the first point, then steps from point to point, in tenths of a degree; rings end with a semicolon.");
console.log("code\tpoint\trings");
for (const code of [...points.keys()].sort()) {
  const rings = (outlines.get(code) ?? []).flatMap(within).map(steps).filter(Boolean);
  console.log(`${code}\t${points.get(code).join(" ")}\t${rings.join(";")}`);
}
