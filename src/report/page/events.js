// The sentences: the latest of the events that are shown. What a piece holds is what `details.rs` puts there.

const AT_A_TIME = 20;

/** Pieces that were unpacked, the newest last. */
const unpacked = new Map();
const MOST_UNPACKED = 64;

function pieceOf(event) {
  const number = Math.floor(event / PIECE);
  let piece = unpacked.get(number);
  if (piece) unpacked.delete(number);
  else piece = unpackJson(`piece${number}`);
  unpacked.set(number, piece);
  if (unpacked.size > MOST_UNPACKED) unpacked.delete(unpacked.keys().next().value);
  return piece;
}

const detailOf = async (event) => (await pieceOf(event)).events[event % PIECE];

/** The number of the event that an address names as `NUMBER.ID`: the one with this id, wherever it is in this report; -1 if it
 * is not in it. */
async function eventOfKey(data, key) {
  const [number, id] = [Number.parseInt(key, 10), key.slice(key.indexOf(".") + 1)];
  if (number >= 0 && number < data.n && (await detailOf(number)).id === id) return number;
  for (let first = 0; first < data.n; first += PIECE) {
    const at = (await pieceOf(first)).events.findIndex((detail) => detail.id === id);
    if (at >= 0) return first + at;
  }
  return -1;
}

async function cards(data, which, choose) {
  return Promise.all(which.map(async (event) => card(data, event, await pieceOf(event), choose)));
}

function card(data, event, piece, choose) {
  const detail = piece.events[event % PIECE];
  const [articleNumber, text] = piece.sentences[detail.sentence];
  const article = piece.articles[articleNumber];
  const [name] = data.types[data.type[event]];
  const flags = data.flags[event];
  const side = (target) => {
    const parties = [];
    for (let at = sidesFrom(data, event); at < data.ends[event]; at++) {
      if ((data.side[at] & 1) !== target) continue;
      const [who, code] = data.parties[data.side[at] >> 1];
      parties.push(parties.length ? " + " : "", el("b", {}, who), code ? [" ", el("code", {}, code)] : "");
    }
    return parties.flat();
  };
  const target = side(1);
  const status = [flags & ALL_FLAGS.negated ? "negated" : "", MODALITIES[(flags >> 1) & 7]].filter(Boolean).join(", ");
  const day = dayText(data.days[event]);
  const fact = (words) => (words ? el("span", {}, words) : "");
  const quad = data.quadOfType[data.type[event]];
  return el("article", { class: `event q${quad}`, id: `event${event}` },
    el("h3", {}, el("span", { class: "code" }, name), " ", el("code", {}, [detail.cameo, detail.mode].filter(Boolean).join(" ")), " ", side(0), target.length ? [el("span", { "aria-label": "to" }, " → "), target] : ""),
    el("p", { class: "sentence" }, marked(text, detail.marks)),
    el("p", { class: "facts" },
      fact(flags & ALL_FLAGS.own ? day : `reported ${day}`),
      fact(detail.time && detail.time[1] !== day && `${detail.time[0]} (${detail.time[1]})`),
      fact(detail.place && detail.place[0]),
      fact(detail.said.length && `said by ${detail.said.join(", quoting ")}`),
      fact(status), fact(detail.context.join(", ")), fact(detail.quantities.join(", ")),
      fact(flags & ALL_FLAGS.repeat && "repeats an earlier record"),
      fact(QUAD_WORDS[quad]), fact(`confidence ${(data.sure[event] / 100).toFixed(2)}`)),
    el("p", { class: "facts" },
      el("span", {}, article.url ? el("a", { href: article.url, rel: "noopener noreferrer" }, article.headline || "article") : article.headline || "without a headline"),
      fact(article.source),
      el("span", {}, el("a", { href: `#event=${event}.${detail.id}`, "aria-label": `Link to this event, ${detail.id}`, on: (click) => { click.preventDefault(); choose(event); } }, detail.id))));
}

/** A sentence with the words marked that the event rests on. Offsets count code points; marks may overlap. */
function marked(text, marks) {
  const letters = Array.from(text);
  const borders = [...new Set([0, letters.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const titles = { s: "source", t: "target", v: "trigger", w: "time", p: "place" };
  return borders.slice(0, -1).map((from, number) => {
    const words = letters.slice(from, borders[number + 1]).join("");
    const here = marks.filter(([start, end]) => start <= from && from < end).map(([, , kind]) => kind);
    return here.length ? el("mark", { class: here.join(" "), title: here.map((kind) => titles[kind]).join(", ") }, words) : words;
  });
}
