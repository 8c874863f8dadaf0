"use strict";
// Places for some of the nodes of a large drawing, closer together than where they stand among all: forces between
// them, from where they stand, then labels pushed off each other. The same nodes and edges give the same places.
(() => {
  const STEPS = 140;

  const force = (at, links) => {
    const n = at.length;
    const heat = Math.sqrt(n);
    const weight = new Float64Array(n).fill(1);
    for (const [a, b] of links) { weight[a] += 1; weight[b] += 1; }
    for (let step = 0; step < STEPS; step += 1) {
      const push = at.map(() => [0, 0]);
      for (let a = 0; a < n; a += 1) {
        for (let b = a + 1; b < n; b += 1) {
          const dx = at[a][0] - at[b][0];
          const dy = at[a][1] - at[b][1];
          const pull = (weight[a] * weight[b]) / (dx * dx + dy * dy + 0.01);
          push[a][0] += dx * pull; push[a][1] += dy * pull;
          push[b][0] -= dx * pull; push[b][1] -= dy * pull;
        }
      }
      for (const [a, b] of links) {
        const pull = 1 / Math.sqrt(Math.min(weight[a], weight[b]));
        const dx = (at[b][0] - at[a][0]) * pull;
        const dy = (at[b][1] - at[a][1]) * pull;
        push[a][0] += dx; push[a][1] += dy;
        push[b][0] -= dx; push[b][1] -= dy;
      }
      const most = 0.12 * heat * (1 - step / STEPS) ** 1.5 + 0.01;
      for (let a = 0; a < n; a += 1) {
        const [x, y] = [push[a][0] - 0.05 * weight[a] * at[a][0], push[a][1] - 0.05 * weight[a] * at[a][1]];
        const length = Math.hypot(x, y) + 1e-9;
        const by = Math.min(length / weight[a], most) / length;
        at[a][0] += x * by; at[a][1] += y * by;
      }
    }
  };

  const separate = (at, sizes) => {
    for (let round = 0; round < 120; round += 1) {
      let moved = false;
      for (let a = 0; a < at.length; a += 1) {
        for (let b = a + 1; b < at.length; b += 1) {
          const dx = at[a][0] - at[b][0];
          const dy = at[a][1] - at[b][1];
          const overX = (sizes[a][0] + sizes[b][0]) / 2 - Math.abs(dx);
          const overY = (sizes[a][1] + sizes[b][1]) / 2 - Math.abs(dy);
          if (overX <= 0 || overY <= 0) continue;
          moved = true;
          const axis = overX < overY * 1.5 ? 0 : 1;
          const by = 0.5 * (axis ? overY : overX) * ((axis ? dy : dx) < 0 ? -1 : 1);
          at[a][axis] += by; at[b][axis] -= by;
        }
      }
      if (!moved) return;
    }
  };

  // Return a map from node id to { x, y }. Meant for a few hundred nodes; its time grows with their square.
  KG.arrange = (nodes, edges) => {
    const order = new Map(nodes.map((node, i) => [node.id, i]));
    const pairs = new Map();
    for (const { from, to } of edges) if (from !== to) pairs.set(from < to ? `${from} ${to}` : `${to} ${from}`, [order.get(from), order.get(to)]);
    const spread = Math.max(1, ...nodes.map((node) => Math.abs(node.x)), ...nodes.map((node) => Math.abs(node.y)));
    const middle = ["x", "y"].map((axis) => nodes.reduce((sum, node) => sum + node[axis], 0) / nodes.length);
    const size = Math.sqrt(nodes.length) * 2;
    const at = nodes.map((node, i) => [((node.x - middle[0]) / spread) * size + Math.cos(i) * 0.2, ((node.y - middle[1]) / spread) * size + Math.sin(i) * 0.2]);
    force(at, [...pairs.values()]);
    const sizes = nodes.map((node) => [40 + 0.56 * node.letter * node.label.length, 2 * (10 + node.letter / 3 + 1.25 * node.letter)]);
    const room = Math.sqrt(sizes.reduce((sum, [width, height]) => sum + width * height, 0)) * 1.5;
    const reach = Math.max(1e-6, ...at.flat().map(Math.abs));
    for (const place of at) { place[0] *= (room / reach) * 0.8; place[1] *= (room / reach) * 0.5; }
    separate(at, sizes);
    return new Map(nodes.map((node, i) => [node.id, { x: Math.round(at[i][0]), y: Math.round(at[i][1]) }]));
  };
})();
