"use strict";
// Elements are made here and nowhere else; text becomes text nodes, never markup.
(() => {
  const SVG = "http://www.w3.org/2000/svg";

  const fill = (element, attributes, children) => {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };

  KG.h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  KG.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  KG.replace = (element, ...children) => element.replaceChildren(...children.flat(Infinity).filter(Boolean));

  KG.say = (text) => { document.getElementById("said").textContent = text; };

  KG.picture = (label, ...shapes) =>
    KG.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: "glyph",
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }) }, shapes);

  const TYPE_SHAPES = {
    dot: ["circle", { cx: 8, cy: 8, r: 6 }],
    triangleDown: ["polygon", { points: "8,14.5 1,2.5 15,2.5" }],
    star: ["polygon", { points: "8,1 10.1,5.9 15.4,6.3 11.3,9.8 12.6,15 8,12.1 3.4,15 4.7,9.8 .6,6.3 5.9,5.9" }],
    diamond: ["polygon", { points: "8,1 15,8 8,15 1,8" }],
    hexagon: ["polygon", { points: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8" }],
    ellipse: ["ellipse", { cx: 8, cy: 8, rx: 7, ry: 4.5, class: "open" }],
    box: ["rect", { x: 1, y: 3.5, width: 14, height: 9, rx: 2, class: "open" }],
    square: ["rect", { x: 2, y: 2, width: 12, height: 12 }],
    triangle: ["polygon", { points: "8,1.5 15,13.5 1,13.5" }],
  };
  KG.typeGlyph = (type) => {
    const [tag, attributes] = TYPE_SHAPES[KG.types.get(type).shape];
    const glyph = KG.picture(null, KG.svg(tag, attributes));
    glyph.classList.add("type", `type-${type}`);
    return glyph;
  };

  const circle = (extra) => KG.svg("circle", { cx: 8, cy: 8, r: 5.6, ...extra });
  const path = (d, extra) => KG.svg("path", { d, ...extra });
  const MARKS = {
    "planned": () => [circle({ class: "hollow" })],
    "possible": () => [circle({ class: "hollow dotted" })],
    "ongoing": () => [circle({ class: "solid" })],
    "completed": () => [circle({ class: "solid" }), path("M5.2 8.2 7.2 10.3 10.9 5.9", { class: "inner" })],
    "granted": () => [path("M8 1.2 14.8 8 8 14.8 1.2 8Z", { class: "solid" }), path("M5.2 8.2 7.2 10.3 10.9 5.9", { class: "inner" })],
    "on-hold": () => [circle({ class: "solid" }), path("M6.4 5.4V10.6M9.6 5.4V10.6", { class: "inner" })],
    "discontinued": () => [circle({ class: "hollow" }), path("M2.2 13.8 13.8 2.2", { class: "strike" })],
    "negated": () => [path("M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5", { class: "strike" })],
    "stated": () => [circle({ class: "solid", r: 3.6 })],
  };
  KG.markWords = {
    "ongoing": "under way", "completed": "completed", "granted": "approved", "planned": "planned or expected", "possible": "possible",
    "stated": "stated, status not said", "on-hold": "on hold", "discontinued": "discontinued", "negated": "denied",
  };
  KG.markGlyph = (mark) => {
    const glyph = KG.picture(null, MARKS[mark]());
    glyph.classList.add("mark", `mark-${mark}`);
    return glyph;
  };

  // What marks mean. A small screen has a button that shows it.
  KG.legend = (label, ...items) => {
    const button = KG.h("button", { type: "button", class: "quiet show-legend", "aria-expanded": "false", "data-again": `legend-${label}`,
      onclick: () => button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")) }, "Legend");
    return [button, KG.h("ul", { class: "legend marks", "aria-label": label }, items)];
  };

  KG.modalityBadge = (modality) =>
    KG.h("span", { class: `badge modality-${modality}` }, KG.modalities.get(modality).label);

  // A button that opens an entity's card.
  KG.entityButton = (number, extra) => {
    const entity = KG.data.entities[number];
    return KG.h("button", { type: "button", class: "entity", "data-entity": entity.id,
      onclick: () => KG.state.set({ entity: entity.id, fact: null, pick: null }), ...extra },
    KG.typeGlyph(entity.type), KG.h("bdi", {}, entity.name));
  };

  KG.objectNode = (fact) =>
    fact.object === null ? KG.h("bdi", { class: "value" }, fact.value) : KG.entityButton(fact.object);

  KG.qualifierList = (fact) =>
    fact.qualifiers.length === 0 ? null : KG.h("span", { class: "qualifiers" }, fact.qualifiers.map(([key, value, entity]) =>
      KG.h("span", { class: "qualifier" }, KG.h("span", { class: "key" }, `${KG.keyText(key)} `),
        entity === null ? KG.h("bdi", {}, KG.valueText(key, value)) : KG.entityButton(entity))));

  // Draw the first of many items into `parent`, and more when the reader comes near the end, so that a large table shows
  // at once. Returns what is to stand on the page: the parent, and a button for all the rest.
  KG.grow = (table, parent, items, make, first = 60) => {
    let done = 0;
    const add = (count) => {
      parent.append(...items.slice(done, done + count).map(make).flat(Infinity).filter(Boolean));
      done = Math.min(items.length, done + count);
    };
    add(first);
    if (done >= items.length) return [table];
    const button = KG.h("button", { type: "button", class: "quiet" }, "Show the rest");
    const rest = KG.h("p", { class: "tools rest" }, button);
    const more = (count) => {
      add(count);
      if (done < items.length) return;
      observer.disconnect();
      rest.remove();
    };
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) more(first); }, { rootMargin: "1200px" });
    button.addEventListener("click", () => more(Infinity));
    observer.observe(rest);
    window.addEventListener("beforeprint", () => { if (rest.isConnected) more(Infinity); });
    return [table, rest];
  };
})();
