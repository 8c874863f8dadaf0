"use strict";
// The texts of filings, each unpacked when it is first asked for: blocks to draw, and where in them things are named and
// facts are stated. The packed form is that of kg/graph/texts.py; its offsets count code points, those here count the
// units of a JavaScript string.
(() => {
  const { data } = KG;
  const kept = new Map(data.texts.kept.map((row) => [row.filing, row.entities]));
  const opened = new Map();
  const ROOM = 4;

  const factsOf = data.filings.map(() => []);
  data.facts.forEach((fact, number) => factsOf[fact.filing].push(number));

  const unitsOf = (text) => {
    if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
    const units = new Uint32Array(text.length + 1);
    let count = 0;
    let unit = 0;
    for (const character of text) {
      units[count] = unit;
      count += 1;
      unit += character.length;
    }
    units[count] = unit;
    return (offset) => units[offset];
  };

  const read = async (number) => {
    const bytes = Uint8Array.from(atob(document.getElementById(`kg-text-${number}`).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };

  // The section that makes a block one of those that nothing is read from; null for all others.
  const idleAt = (sections, start) => {
    const around = sections.filter((section) => data.texts.idle.includes(section.kind) && section.start <= start && start < section.end);
    return around.length ? around.sort((a, b) => (b.end - b.start) - (a.end - a.start))[0].kind : null;
  };

  const partOf = (packed, whole, entities) => {
    const at = unitsOf(packed.text);
    const tables = new Map(packed.tables.map(([block, head, rows]) => [block, { head, rows: rows.map((row) => row.map(at)) }]));
    const sections = packed.sections.map(([kind, title, start, end]) => ({ kind, title, start: at(start), end: at(end) }));
    return {
      id: packed.id, type: packed.type, title: packed.title, text: packed.text,
      blocks: packed.blocks.map(([kind, start, end, level], i) =>
        ({ kind, start: at(start), end: at(end), level, table: tables.get(i) || null, idle: idleAt(sections, at(start)) })),
      mentions: packed.mentions.map(([entity, start, end]) =>
        ({ type: whole.entities[entity][0], name: whole.entities[entity][1], entity: entities[entity], start: at(start), end: at(end) })),
      places: new Map(packed.places.map(([from, to, start, end]) => [`${from} ${to}`, { start: at(start), end: at(end) }])),
    };
  };

  // For a filing whose text is not in the page: its quotes, by part and section, in the order in which they stand there.
  const fromQuotes = (number) => {
    const byPart = new Map();
    const seen = new Set(factsOf[number].flatMap((fact) => data.facts[fact].evidence));
    const words = [...seen].map((e) => data.evidence[e]).sort((a, b) => a.start - b.start || b.end - a.end);
    for (const { part, section, quote, start, end } of words) {
      if (!byPart.has(part)) byPart.set(part, { id: part, type: part, title: "", text: "", blocks: [], mentions: [], places: new Map(), last: null });
      const made = byPart.get(part);
      const put = (kind, text, level) => {
        const from = made.text.length;
        made.text += `${text}\n`;
        const block = { kind, start: from, end: from + text.length, level, table: null, idle: null };
        made.blocks.push(block);
        return block;
      };
      if (section !== made.last) put("heading", section, 2);
      made.last = section;
      made.places.set(`${start} ${end}`, put("paragraph", quote, 0));
    }
    return [...byPart.values()].sort((a, b) => (a.id === "main" ? -1 : b.id === "main" ? 1 : a.id.localeCompare(b.id)));
  };

  const open = async (number) => {
    if (!kept.has(number)) return { filing: number, parts: fromQuotes(number), why: data.texts.why || "The text of this filing is not in this page." };
    try {
      const whole = await read(number);
      return { filing: number, parts: whole.parts.map((part) => partOf(part, whole, kept.get(number))), why: null };
    } catch (error) {
      return { filing: number, parts: fromQuotes(number), why: `This browser cannot unpack the text (${error.message}).` };
    }
  };

  KG.texts = {
    factsOf: (number) => factsOf[number],
    has: (number) => kept.has(number),
    // A promise of a filing's text: { filing, parts, why }, with `why` set where only quotes are to be had.
    open: (number) => {
      if (!opened.has(number)) {
        if (opened.size >= ROOM) opened.delete(opened.keys().next().value);
        opened.set(number, open(number));
      }
      return opened.get(number);
    },
    // Every place of the filing's facts, in the order of the text: { fact, nth, part, start, end }; nth counts evidence.
    places: (text, test) => {
      const found = [];
      for (const fact of factsOf[text.filing]) {
        if (!test(fact)) continue;
        data.facts[fact].evidence.forEach((e, nth) => {
          const words = data.evidence[e];
          const part = text.parts.findIndex((one) => one.id === words.part);
          const place = part < 0 ? undefined : text.parts[part].places.get(`${words.start} ${words.end}`);
          if (place) found.push({ fact, nth, part, start: place.start, end: place.end });
        });
      }
      return found.sort((a, b) => a.part - b.part || a.start - b.start || a.end - b.end || a.fact - b.fact);
    },
  };
})();
