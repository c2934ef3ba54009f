// Renders every model to docs/diagrams: node render.mjs [name ...]
import { readdir, readFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(here, '../docs/diagrams');
const dist = name => path.join(here, 'node_modules', name);
const MARGIN = 20;
const MAX_PIXELS = 5000; // longest side of a picture; larger diagrams are drawn at a smaller scale

const css = await Promise.all([
  'bpmn-js/dist/assets/diagram-js.css',
  'bpmn-js/dist/assets/bpmn-js.css',
  'dmn-js/dist/assets/dmn-js-shared.css',
  'dmn-js/dist/assets/dmn-js-decision-table.css',
  'dmn-js/dist/assets/dmn-js-literal-expression.css',
  'dmn-js/dist/assets/dmn-js-drd.css',
  'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css'
].map(file => readFile(dist(file), 'utf8')));

const page = body => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>${css.join('\n')}
  body { margin: 0; background: white; font-family: "Noto Sans CJK SC", sans-serif; }
  #canvas { width: 3000px; height: 2000px; }
  .bjs-powered-by, .view-drd, .powered-by { display: none !important; }
  .dmn-decision-table-container { width: max-content; height: auto; overflow: visible; }
</style><body>${body}</body></html>`;

// Chinese labels need the font named, because the renderer's default (Arial) leaves the choice to the machine.
const textRenderer = {
  defaultStyle: { fontFamily: '"Noto Sans CJK SC", sans-serif', fontSize: 12 },
  externalStyle: { fontSize: 11 }
};

// What the table viewer itself says in English.
const words = {
  'Hit policy:': '命中规则：', 'When': '当', 'And': '且', 'Then': '则', 'Annotations': '依据',
  'Unique': '唯一命中', 'First': '取第一条', 'Any': '任一', 'Priority': '按优先级', 'Rule order': '按规则顺序全取',
  'Output order': '按输出顺序全取', 'Collect': '全部收集', 'Collect (Sum)': '求和', 'Collect (Min)': '取最小',
  'Collect (Max)': '取最大', 'Collect (Count)': '计数'
};

async function renderBpmn(tab, xml) {
  await tab.setContent(page('<div id="canvas"></div>'));
  await tab.addScriptTag({ path: dist('bpmn-js/dist/bpmn-viewer.production.min.js') });
  const { svg, warnings } = await tab.evaluate(async (xml, textRenderer) => {
    const viewer = new window.BpmnJS({ container: '#canvas', textRenderer });
    const { warnings } = await viewer.importXML(xml);
    return { svg: (await viewer.saveSVG()).svg, warnings: warnings.map(w => w.message) };
  }, xml, textRenderer);
  if (warnings.length) throw new Error(warnings.join('; '));
  await tab.setContent(`<!doctype html><meta charset="utf-8">
    <style>body { margin: 0; background: white } #picture { display: inline-block; padding: ${MARGIN}px }
    svg { display: block }</style><div id="picture">${svg.slice(svg.indexOf('<svg'))}</div>`);
}

async function renderDmn(tab, xml) {
  await tab.setContent(page('<div id="picture"></div>'));
  await tab.addScriptTag({ path: dist('dmn-js/dist/dmn-viewer.production.min.js') });
  await tab.evaluate(async (xml, margin, words) => {
    const picture = document.querySelector('#picture');
    picture.style.cssText = `display: inline-block; padding: ${margin}px`;
    const translate = ['value', (text, values = {}) =>
      (words[text] ?? text).replace(/{(\w+)}/g, (_, key) => values[key] ?? key)];
    const reader = new window.DmnJS();
    await reader.importXML(xml);
    const tables = reader.getViews().filter(view => view.type === 'decisionTable').map(view => view.element.id);
    for (const id of tables) {
      const container = document.createElement('div');
      container.style.marginTop = tables[0] === id ? 0 : '24px';
      picture.append(container);
      const viewer = new window.DmnJS({ container, decisionTable: { additionalModules: [{ translate }] } });
      await viewer.importXML(xml);
      await viewer.open(viewer.getViews().find(view => view.element.id === id));
    }
  }, xml, MARGIN, words);
}

async function photograph(tab, file, scale) {
  const size = await tab.$eval('#picture', e => ({ width: e.offsetWidth, height: e.offsetHeight }));
  const deviceScaleFactor = Math.min(scale, MAX_PIXELS / Math.max(size.width, size.height));
  await tab.setViewport({ ...size, deviceScaleFactor });
  await tab.evaluate(() => document.fonts.ready);
  await (await tab.$('#picture')).screenshot({ path: file });
}

const wanted = process.argv.slice(2);
const models = (await readdir(here)).filter(file => /\.(bpmn|dmn)$/.test(file))
  .filter(file => !wanted.length || wanted.includes(path.parse(file).name)).sort();
await mkdir(target, { recursive: true });

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
    '--no-proxy-server', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none',
    // Chromium refuses its sandbox to root, the usual user of build containers; only our own models are opened.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
});
try {
  for (const model of models) {
    const tab = await browser.newPage();
    tab.on('pageerror', error => { console.error(`${model}: ${error.message}`); process.exitCode = 1; });
    const xml = await readFile(path.join(here, model), 'utf8');
    const picture = path.join(target, `${path.parse(model).name}.png`);
    try {
      await (model.endsWith('.bpmn') ? renderBpmn : renderDmn)(tab, xml);
      await photograph(tab, picture, model.endsWith('.dmn') ? 1 : 2);
      console.log(path.relative(path.dirname(here), picture));
    } catch (error) {
      console.error(`${model}: ${error.message}`);
      process.exitCode = 1;
    }
    await tab.close();
  }
} finally {
  await browser.close();
}
