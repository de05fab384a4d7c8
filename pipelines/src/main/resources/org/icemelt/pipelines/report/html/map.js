// The map of the sites: Leaflet draws on a canvas, supercluster puts near sites into one circle.
"use strict";

(async () => {
  const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#882255", "#44aa99", "#999933", "#6699cc", "#aa4466"];
  const SITE_RADIUS = 5;
  const DEEPEST_CIRCLES = 13; // beyond this zoom every site stands alone

  const block = (id) => JSON.parse(document.getElementById(id).textContent);
  const sites = block("sites");
  const columns = await unpack(sites);
  const shown = sites.datasets.map(() => true);
  const status = document.getElementById("map-status");
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  const number = new Intl.NumberFormat("en");
  const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

  // -- data ---------------------------------------------------------------------------------

  /** The columns as typed arrays, in the order in which they were packed. */
  async function unpack({ rows, columns }) {
    const text = atob(columns);
    const zipped = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) zipped[i] = text.charCodeAt(i);
    const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
    const bytes = await new Response(stream).arrayBuffer();
    let at = 0;
    const take = (Type) => {
      const column = new Type(bytes, at, rows);
      at += column.byteLength;
      return column;
    };
    const floats = ["lon", "lat", "area", "capacity"].map(() => take(Float32Array));
    const row = take(Int32Array);
    for (let i = 1; i < rows; i++) row[i] += row[i - 1];
    const [year, dataset, file] = [0, 1, 2].map(() => take(Uint16Array));
    const [technology, state, role] = [0, 1, 2].map(() => take(Uint8Array));
    const [lon, lat, area, capacity] = floats;
    return { lon, lat, area, capacity, row, year, dataset, file, technology, state, role };
  }

  /** What is known of a site, a line each. */
  function record(i) {
    const c = columns;
    const lines = [`${sites.datasets[c.dataset[i]]}:${sites.files[c.file[i]]}#${c.row[i]}`];
    if (sites.names[i]) lines.unshift(sites.names[i]);
    lines.push(`${c.lat[i].toFixed(4)}, ${c.lon[i].toFixed(4)}`);
    lines.push(Number.isNaN(c.area[i]) ? "no outline" : `${number.format(Math.round(c.area[i]))} m²`);
    if (!Number.isNaN(c.capacity[i])) lines.push(`${Number(c.capacity[i].toPrecision(6))} MW`);
    if (c.year[i]) lines.push(`since ${c.year[i]}`);
    lines.push([sites.technologies[c.technology[i]], sites.statuses[c.state[i]], sites.roles[c.role[i]]].filter(Boolean).join(", "));
    return lines.join("\n");
  }

  /** How many sites of each dataset that is switched on are in a mark of the index. */
  function counts(mark) {
    const { cluster, i } = mark.properties;
    return sites.datasets.map((_, d) => {
      if (!shown[d]) return 0;
      return cluster ? mark.properties[d] || 0 : Number(columns.dataset[i] === d);
    });
  }

  function describe({ total, perDataset, mark }) {
    if (!mark.properties.cluster) return record(mark.properties.i);
    const parts = perDataset.map((n, d) => [n, d]).filter(([n]) => n > 0).sort((a, b) => b[0] - a[0]);
    return [`${number.format(total)} sites`, ...parts.map(([n, d]) => `${number.format(n)} ${sites.datasets[d]}`)].join("\n");
  }

  const index = new Supercluster({
    radius: 56,
    minZoom: 1,
    maxZoom: DEEPEST_CIRCLES,
    map: ({ i }) => ({ [columns.dataset[i]]: 1 }),
    reduce: (sum, part) => {
      for (const d in part) sum[d] = (sum[d] || 0) + part[d];
    },
  });
  index.load(Array.from({ length: sites.rows }, (_, i) => ({
    type: "Feature",
    properties: { i },
    geometry: { type: "Point", coordinates: [columns.lon[i], columns.lat[i]] },
  })));

  // -- drawing ------------------------------------------------------------------------------

  /** A colour of the style sheet, as it is now: light, dark or print. */
  const themed = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;

  function paint(context, { x, y }, radius, { total, perDataset, mark }) {
    if (!mark.properties.cluster) {
      disc(context, x, y, radius, COLOURS[columns.dataset[mark.properties.i] % COLOURS.length]);
      context.lineWidth = 1;
      context.strokeStyle = isDark() ? "#ffffff" : "#1b1f23";
      context.stroke();
      return;
    }
    let from = -Math.PI / 2;
    perDataset.forEach((n, d) => {
      if (n === 0) return;
      const to = from + (n / total) * 2 * Math.PI;
      context.beginPath();
      context.moveTo(x, y);
      context.arc(x, y, radius, from, to);
      context.fillStyle = COLOURS[d % COLOURS.length];
      context.fill();
      from = to;
    });
    const density = Math.log(total) / Math.log(Math.max(3, sites.rows));
    disc(context, x, y, radius - 4, `hsl(205 45% ${Math.round(92 - 70 * density)}%)`);
    context.fillStyle = density > 0.45 ? "#ffffff" : "#000000";
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(short.format(total), x, y);
  }

  function disc(context, x, y, radius, fill) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
  }

  const Mark = L.CircleMarker.extend({
    _updatePath() {
      if (this._renderer._drawing && !this._empty()) paint(this._renderer._ctx, this._point, this._radius, this.options.of);
    },
  });

  const map = L.map("map", {
    minZoom: 1,
    maxZoom: 18,
    zoomAnimation: false,
    fadeAnimation: false,
    inertia: false,
    maxBounds: [[-89, -200], [89, 200]],
    maxBoundsViscosity: 1,
  });
  map.attributionControl.setPrefix("Leaflet").addAttribution("Made with Natural Earth");
  map.createPane("land").style.zIndex = 300;

  const ground = block("land");
  const corners = (ring) => Array.from({ length: ring.length / 2 }, (_, k) => [ring[2 * k + 1] / ground.scale, ring[2 * k] / ground.scale]);
  const land = L.polygon(ground.polygons.map((rings) => rings.map(corners)), {
    renderer: L.canvas({ pane: "land" }),
    interactive: false,
    weight: 1,
    fillOpacity: 1,
  });
  const renderer = L.canvas();
  const marks = L.featureGroup().bindTooltip((mark) => element("span", { textContent: describe(mark.options.of) }), { direction: "top" });

  /** Draws what is in view at this zoom. */
  function draw() {
    marks.clearLayers();
    const view = map.getBounds().pad(0.1);
    const clip = (degrees) => Math.max(-180, Math.min(180, degrees));
    const box = [clip(view.getWest()), view.getSouth(), clip(view.getEast()), view.getNorth()];
    const drawn = { sites: 0, circles: 0, points: 0 };
    for (const mark of index.getClusters(box, map.getZoom())) {
      const perDataset = counts(mark);
      const total = perDataset.reduce((a, b) => a + b, 0);
      if (total === 0) continue;
      const { cluster } = mark.properties;
      const [lon, lat] = mark.geometry.coordinates;
      const radius = cluster ? 10 + 1.1 * Math.log2(total) : SITE_RADIUS;
      marks.addLayer(new Mark([lat, lon], { renderer, radius, of: { total, perDataset, mark } }));
      drawn.sites += total;
      drawn[cluster ? "circles" : "points"]++;
    }
    status.textContent = `In view: ${number.format(drawn.sites)} of ${number.format(sites.rows)} sites, in ${number.format(drawn.circles)} circles and ${number.format(drawn.points)} single points.`;
  }

  function dress() {
    land.setStyle({ color: themed("--border"), fillColor: themed("--land") });
    draw();
  }

  // -- what people do -----------------------------------------------------------------------

  function split(mark) {
    const { cluster, cluster_id } = mark.options.of.mark.properties;
    if (cluster) map.setView(mark.getLatLng(), Math.min(index.getClusterExpansionZoom(cluster_id), map.getMaxZoom()));
  }

  function nearestToTheMiddle() {
    const middle = map.getCenter();
    return marks.getLayers().reduce((best, mark) => (!best || map.distance(middle, mark.getLatLng()) < map.distance(middle, best.getLatLng()) ? mark : best), null);
  }

  marks.on("click", ({ layer }) => split(layer));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    const mark = nearestToTheMiddle();
    if (!mark) return;
    split(mark);
    const nearest = nearestToTheMiddle();
    nearest.openTooltip();
    status.textContent = describe(nearest.options.of).replaceAll("\n", "; ");
  });

  const legend = document.getElementById("map-datasets");
  const boxes = sites.datasets.map((name, d) => {
    const label = element("label", {});
    const input = element("input", { type: "checkbox", checked: true });
    const swatch = element("span", { className: "swatch" });
    swatch.style.background = COLOURS[d % COLOURS.length];
    const rows = columns.dataset.reduce((n, of) => n + Number(of === d), 0);
    label.append(input, swatch, `${name} (${number.format(rows)})`);
    input.addEventListener("change", () => {
      shown[d] = input.checked;
      draw();
    });
    legend.append(label);
    return input;
  });
  for (const [words, on] of [["All", true], ["None", false]]) {
    const button = element("button", { type: "button", textContent: words, className: "screen-only" });
    button.addEventListener("click", () => {
      boxes.forEach((box, d) => { box.checked = shown[d] = on; });
      draw();
    });
    legend.append(button);
  }

  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", () => {
      map.invalidateSize({ animate: false });
      dress();
    });
  }

  // -- start --------------------------------------------------------------------------------

  const extent = (values) => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
  const [west, east] = extent(columns.lon);
  const [south, north] = extent(columns.lat);
  map.fitBounds([[south, west], [north, east]], { maxZoom: 10, padding: [20, 20] });
  land.addTo(map);
  marks.addTo(map);
  dress();
  map.on("moveend", draw);
  performance.mark("map-drawn");
  window.siteMap = { map, marks }; // for the curious, and for tests
})();
