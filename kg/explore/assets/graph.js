"use strict";
// The drawing: vis-network over the nodes and edges that were laid out beforehand.
(() => {
  const { h, data } = KG;
  let panel = null;
  // From so many nodes on, the drawing opens with the best-joined ones; these many at most.
  const MANY = 500;
  // So many edges are drawn plainly, and left out while the drawing is dragged.
  const DENSE = 3000;
  const BUSY = 1200;
  const FIRST = 110;
  const NEIGHBOURS = 300;
  let drawing = null;
  let shown = { nodes: new Set(), edges: new Set() };
  // What stands in the drawing: `shown`, or of it only the neighbourhood in focus, or the best-joined.
  let visible = shown;
  let lit;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => ({
    text: colour("--text"), faint: colour("--line"), ground: colour("--ground"), edge: colour("--edge"), denied: colour("--denied"),
    accent: colour("--accent"), types: new Map(data.types.map(({ id }) => [id, colour(`--type-${id.toLowerCase()}`)])),
  });

  // `near` is set for nodes of a neighbourhood in focus, whose labels are all of one size.
  const nodeStyle = (node, colours, near) => {
    const paint = colours.types.get(node.group);
    const labelled = node.shape === "box" || node.shape === "ellipse";
    const background = labelled ? colours.ground : paint;
    return { id: node.id, borderWidth: labelled ? 2 : 1,
      color: { background, border: paint, highlight: { background, border: colours.accent }, hover: { background, border: colours.accent } },
      font: { color: colours.text, strokeColor: colours.ground, strokeWidth: labelled ? 0 : 4, size: near ? 14 : node.letter } };
  };
  // "pays (milestone)": payments between two companies are told apart by their kind.
  const edgeLabel = (edge) => {
    const kind = KG.qualifier(data.facts[edge.facts[0]], "type");
    return KG.predicates.get(edge.predicate).label + (kind === null ? "" : ` (${KG.valueText("type", kind)})`);
  };
  const edgeStyle = (edge, colours, dim, named) => {
    const paint = dim ? colours.faint : edge.modality === "negated" ? colours.denied : colours.edge;
    return { id: edge.id, color: { color: paint, highlight: colours.accent, hover: colours.accent }, width: dim ? 0.5 : 1.3,
      label: named ? edgeLabel(edge) : "",
      font: { color: colours.text, strokeColor: colours.ground, strokeWidth: 4, size: 11, align: "middle" } };
  };
  // Thousands of edges: plain lines, which draw several times as fast.
  const plainEdge = ({ id, from, to, modality }, colours) =>
    ({ id, from, to, color: { color: modality === "negated" ? colours.denied : colours.edge, opacity: 0.45 }, width: 0.7, smooth: false });

  const build = () => {
    const { nodes, edges } = KG.graphData();
    const canvas = h("div", { class: "canvas", tabindex: 0, role: "application", id: "canvas", "aria-describedby": "graph-keys",
      "aria-label": "Drawing of the graph" });
    const note = h("p", { class: "note", id: "graph-note" });
    KG.replace(panel, canvas, legend(nodes, edges), buttons(), note,
      h("p", { class: "unseen", id: "graph-keys" }, "Arrow keys go to the nearest node in that direction, Enter opens its card, plus and minus zoom, 0 shows everything, Escape ends the focus."));
    drawing = { canvas, note, nodes, edges, network: null, at: null, key: null, more: panel.querySelector("#draw-all") };
    return drawing;
  };

  const start = (rows) => {
    const { canvas } = drawing;
    const network = new vis.Network(canvas, rows, {
      physics: false, layout: { improvedLayout: false, randomSeed: 1 }, autoResize: true,
      nodes: { font: { size: 14, face: "system-ui, sans-serif" }, scaling: { label: { drawThreshold: 4, maxVisible: 24 } }, shapeProperties: { borderRadius: 4 } },
      edges: { selectionWidth: 1, hoverWidth: 0.5, arrowStrikethrough: false },
      interaction: { tooltipDelay: 1e6, keyboard: false },
    });
    drawing.network = network;
    network.on("click", ({ nodes: [node], edges: [edge] }) => {
      if (node !== undefined) KG.state.set({ entity: data.entities[node].id, fact: null, pick: null });
      else if (edge !== undefined) openEdge(edge);
      else if (KG.state.get().entity) KG.card.close();
    });
    network.on("hoverEdge", ({ edge }) => tell(edge));
    network.on("blurEdge", () => tell(null));
    canvas.addEventListener("keydown", onKey);
  };

  const openEdge = (id) => {
    const fact = data.facts[drawing.edges[id].facts[0]];
    KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, pick: null });
  };

  const tell = (id) => {
    if (id === null) { count(); return; }
    const { facts } = drawing.edges[id];
    const fact = data.facts[facts[0]];
    drawing.note.textContent = `${KG.sentence(fact)} (${KG.modalities.get(fact.modality).label}, ${KG.plural(facts.length, "statement", "statements")})`;
  };

  const count = () => {
    const all = `${KG.plural(shown.nodes.size, "node", "nodes")}, ${KG.plural(shown.edges.size, "edge", "edges")}`;
    const here = `${KG.plural(visible.nodes.size, "node", "nodes")}, ${KG.plural(visible.edges.size, "edge", "edges")}`;
    const rest = ` of ${shown.nodes.size.toLocaleString("en")} and ${shown.edges.size.toLocaleString("en")}`;
    drawing.note.textContent = visible === shown ? all
      : visible.first ? `The best-joined: ${here}${rest}. Search, filter or choose a node to see others.`
        : `${visible.cut ? "The best-joined around it: " : ""}${here}${rest}; Escape ends the focus`;
    drawing.more.hidden = !visible.first;
    drawing.more.textContent = `Draw all ${shown.nodes.size.toLocaleString("en")}`;
  };

  const stroke = (dash, extra) => h("span", { class: "sample" }, KG.svg("svg", { viewBox: "0 0 30 10", width: 30, height: 10, "aria-hidden": "true" },
    KG.svg("line", { x1: 1, y1: 5, x2: 29, y2: 5, "stroke-dasharray": dash, class: extra || "" }),
    extra ? KG.svg("line", { x1: 15, y1: 1, x2: 15, y2: 9, class: extra }) : null));
  const legend = (nodes, edges) => {
    const types = new Set(nodes.map((node) => node.group));
    const modalities = new Set(edges.map((edge) => edge.modality));
    const lines = [["asserted", "none", "stated as fact"], ["planned", "6 4", "planned or expected"], ["possible", "1.5 4", "possible"], ["negated", "none", "denied"]];
    const present = (id) => modalities.has(id) || (id === "planned" && modalities.has("expected"));
    return h("details", { class: "legend drawing", open: window.innerWidth > 700 }, h("summary", {}, "Legend"),
      h("ul", {}, data.types.filter(({ id }) => types.has(id)).map(({ id }) => h("li", {}, KG.typeGlyph(id), id)),
        lines.filter(([id]) => present(id)).map(([id, dash, words]) => h("li", {}, stroke(dash, id === "negated" ? "denied" : ""), words))));
  };

  const zoom = (factor) => drawing.network.moveTo({ scale: drawing.network.getScale() * factor });
  const buttons = () => h("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
    h("button", { type: "button", "aria-label": "Zoom in", onclick: () => zoom(1.4) }, "+"),
    h("button", { type: "button", "aria-label": "Zoom out", onclick: () => zoom(1 / 1.4) }, "−"),
    h("button", { type: "button", id: "draw-all", hidden: true, onclick: () => KG.state.set({ draw: "all" }) }, "Draw all"),
    h("button", { type: "button", id: "fit", onclick: () => { if (KG.state.get().entity) KG.card.close(); else drawing.network.fit(); } }, "Show all"));

  const onKey = (event) => {
    const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (directions[event.key]) step(...directions[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") drawing.network.fit();
    else if (event.key === "Enter" && drawing.at !== null) KG.state.set({ entity: data.entities[drawing.at].id, fact: null, pick: null });
    else return;
    event.preventDefault();
  };

  // Go to the nearest shown node in a direction: near ahead counts, far to the side does not.
  const step = (x, y) => {
    const places = drawing.network.getPositions([...visible.nodes]);
    const from = drawing.at !== null && places[drawing.at] ? places[drawing.at] : drawing.network.getViewPosition();
    let best = null;
    for (const [id, place] of Object.entries(places)) {
      if (Number(id) === drawing.at) continue;
      const along = (place.x - from.x) * x + (place.y - from.y) * y;
      const aside = Math.abs((place.x - from.x) * y) + Math.abs((place.y - from.y) * x);
      if (drawing.at !== null && along <= 0) continue;
      const cost = Math.abs(along) + 2 * aside;
      if (best === null || cost < best.cost) best = { id: Number(id), cost };
    }
    if (!best) return;
    drawing.at = best.id;
    drawing.network.selectNodes([best.id]);
    drawing.network.moveTo({ position: places[best.id] });
    const entity = data.entities[best.id];
    drawing.note.textContent = `${entity.name} (${entity.type})`;
    KG.say(`${entity.name}, ${entity.type}, ${KG.plural(drawing.network.getConnectedEdges(best.id).length, "edge", "edges")}`);
  };

  const choose = (state) => {
    const test = KG.filters.test(state, ["predicate", "modality", "company", "filing", "q"]);
    const types = new Set(state.type);
    const allowed = (node) => types.size === 0 || types.has(data.entities[node].type);
    const edges = drawing.edges.filter((edge) => allowed(edge.from) && allowed(edge.to) && edge.facts.some(test));
    const narrowed = state.predicate.length + state.modality.length + state.company.length + state.filing.length > 0 || Boolean(state.q) || state.asOf !== null;
    const ends = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    shown = {
      edges: new Set(edges.map((edge) => edge.id)),
      nodes: new Set(drawing.nodes.map((node) => node.id).filter((node) => allowed(node) && (!narrowed || ends.has(node)))),
    };
  };

  // The entities within some steps of one, with how many steps it takes.
  const within = (focus, steps) => {
    const levels = new Map([[focus, 0]]);
    for (let step = 1; step <= steps; step += 1) {
      const reached = new Set();
      for (const edge of drawing.edges) {
        if (!shown.edges.has(edge.id)) continue;
        for (const [one, other] of [[edge.from, edge.to], [edge.to, edge.from]]) if (levels.get(one) === step - 1 && !levels.has(other)) reached.add(other);
      }
      for (const node of reached) levels.set(node, step);
    }
    return levels;
  };

  // Set the neighbours around their centre, in rings, nearer ones further in, each on about the side where it stood.
  const around = (focus, levels) => {
    const at = new Map(drawing.nodes.map((node) => [node.id, node]));
    const { x, y } = at.get(focus);
    const angle = (id) => Math.atan2(at.get(id).y - y, at.get(id).x - x);
    const others = [...levels.keys()].filter((id) => id !== focus).sort((a, b) => levels.get(a) - levels.get(b) || angle(a) - angle(b) || a - b);
    const places = new Map([[focus, { x, y }]]);
    for (let ring = 0, from = 0; from < others.length; ring += 1) {
      const level = levels.get(others[from]);
      const size = Math.min(others.filter((id, i) => i >= from && levels.get(id) === level).length, 14 + 8 * ring);
      others.slice(from, from + size).forEach((id, i) => {
        const turn = (2 * Math.PI * i) / size + angle(others[from]) + ring * 0.3;
        places.set(id, { x: x + Math.cos(turn) * (330 + 190 * ring), y: y + Math.sin(turn) * (240 + 120 * ring) });
      });
      from += size;
    }
    return places;
  };

  // The best-joined nodes of those shown, and of these only what is then still joined. Compounds count double: they are
  // what is asked about.
  const best = (edges, most, always = []) => {
    const degrees = new Map();
    for (const { from, to } of edges) for (const id of [from, to]) degrees.set(id, (degrees.get(id) || 0) + 1);
    const weight = (id) => degrees.get(id) * (data.entities[id].type === "Compound" ? 2 : 1);
    const ranked = [...degrees.keys()].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, most);
    const chosen = new Set([...always, ...ranked]);
    const kept = edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to));
    return { nodes: new Set([...always, ...kept.flatMap((edge) => [edge.from, edge.to])]), edges: new Set(kept.map((edge) => edge.id)) };
  };
  const shownEdges = () => drawing.edges.filter((edge) => shown.edges.has(edge.id));

  // Those around the focus, as many as can be told apart: where there are more, the best-joined of them, and only the
  // edges that lead outwards.
  const neighbourhood = (focus, levels, edges) => {
    const among = edges.filter((edge) => levels.has(edge.from) && levels.has(edge.to));
    if (levels.size <= NEIGHBOURS) return { nodes: new Set(levels.keys()), edges: new Set(among.map((edge) => edge.id)) };
    const outwards = among.filter((edge) => levels.get(edge.from) !== levels.get(edge.to));
    const { nodes } = best(among, NEIGHBOURS, [focus]);
    return { nodes, edges: new Set(outwards.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)).map((edge) => edge.id)), cut: true };
  };

  const light = ({ entity, draw, steps }) => {
    const number = entity === null ? undefined : KG.entityNumbers.get(entity);
    const focus = number !== undefined && shown.nodes.has(number) ? number : null;
    const levels = focus === null ? new Map() : within(focus, Number(steps));
    visible = focus !== null ? neighbourhood(focus, levels, shownEdges())
      : shown.nodes.size > MANY && draw !== "all" ? { ...best(shownEdges(), FIRST), first: true } : shown;
    for (const id of levels.keys()) if (!visible.nodes.has(id)) levels.delete(id);
    const nodes = drawing.nodes.filter((node) => visible.nodes.has(node.id));
    const edges = drawing.edges.filter((edge) => visible.edges.has(edge.id));
    const places = focus !== null ? around(focus, levels)
      : nodes.length <= 300 && nodes.length < drawing.nodes.length / 2 && drawing.nodes.length > 300 ? KG.arrange(nodes, edges) : new Map();
    const colours = palette();
    const touches = (edge) => edge.from === focus || edge.to === focus;
    const plain = edges.length > DENSE;
    const rows = {
      nodes: new vis.DataSet(nodes.map((node) => ({ ...node, ...places.get(node.id), ...nodeStyle(node, colours, focus !== null) }))),
      edges: new vis.DataSet(edges.map((edge) => (plain ? plainEdge(edge, colours)
        : { ...edge, ...edgeStyle(edge, colours, focus !== null && steps === "1" && !touches(edge), focus !== null && touches(edge) && visible.nodes.size < 40) }))),
    };
    if (drawing.network) drawing.network.setData(rows); else start(rows);
    const busy = edges.length > BUSY;
    drawing.network.setOptions({ interaction: { hover: !busy, hideEdgesOnDrag: busy, hideEdgesOnZoom: busy } });
    return { focus, near: visible.nodes };
  };

  const look = ({ focus, near }) => {
    if (focus === null) { drawing.network.fit(); return; }
    drawing.at = focus;
    panel.querySelector(".legend.drawing").open = false;
    drawing.network.selectNodes([focus], false);
    // The card opens in this same step and changes the width, so the drawing is measured again first.
    drawing.network.setSize("100%", "100%");
    drawing.network.redraw();
    drawing.network.fit({ nodes: [...near], maxZoomLevel: 1.1 });
    // A large neighbourhood is shown from near enough to read it; the rest is a drag away.
    if (near.size > 24 && drawing.network.getScale() < 0.6) {
      drawing.network.moveTo({ position: drawing.network.getPosition(focus), scale: 0.6 });
    }
  };

  const note = (state) => {
    if (state.entity && KG.entityNumbers.has(state.entity) && !shown.nodes.has(KG.entityNumbers.get(state.entity))) {
      drawing.note.textContent = `${KG.name(KG.entityNumbers.get(state.entity))} has no edge in this drawing; its facts are in the card.`;
    } else count();
  };

  const emptyNote = () => KG.replace(panel, h("p", { class: "empty" }, "No fact here joins two entities, so there is nothing to draw. The Facts view has them all."));

  // For tests and for curious readers at the console.
  KG.graph = { inside: () => ({ ...drawing, visible }) };

  KG.views.add({
    name: "graph",
    title: "Graph",
    filters: ["type", "predicate", "modality", "company", "filing", "q"],
    keys: { steps: ["1", "2"], draw: ["main", "all"] },
    uses: ["entity"],
    tools: (state) => (state.entity === null ? null : KG.choice("Neighbours", "steps", { 1: "Direct", 2: "Two steps" })),
    render: (state, place) => {
      panel = place;
      if (!drawing && KG.graphData().nodes.length === 0) { emptyNote(); return; }
      if (!drawing) build();
      const key = JSON.stringify([state.draw, state.asOf, state.type, state.predicate, state.modality, state.company, state.filing, state.q]);
      const filtered = key !== drawing.key;
      drawing.key = key;
      if (filtered) choose(state);
      const wanted = `${state.entity} ${state.steps}`;
      if (filtered || lit !== wanted) {
        lit = wanted;
        look(light(state));
      }
      note(state);
    },
    csv: () => [["from", "from type", "relation", "to", "to type", "statements", ...KG.csv.sourceHead],
      ...drawing.edges.filter((edge) => visible.edges.has(edge.id)).map((edge) => {
        const fact = data.facts[edge.facts[0]];
        return [KG.name(edge.from), data.entities[edge.from].type, edge.predicate, KG.name(edge.to), data.entities[edge.to].type, edge.facts.length, ...KG.csv.source(fact)];
      })],
  });

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (drawing) look(light(KG.state.get())); });
})();
