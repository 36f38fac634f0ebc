/** Builds static/dist: `node static/build.mjs`, or with `--watch` after every change. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { access, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants as zlib, gzip } from "node:zlib";

import { Resvg } from "@resvg/resvg-js";
import * as esbuild from "esbuild";

import { kern } from "./kern.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const dist = path.join(here, "dist");
const modules = path.join(root, "node_modules");
const fontCaches = path.join(modules, ".cache", "fonts");

const TARGETS = ["chrome120", "edge120", "firefox121", "safari17", "ios17"];
const ICON_SIZES = [48, 180, 192, 512];
const COMPRESSIBLE = /\.(css|js|svg|wasm|json|webmanifest|ttf)$/;

/** @typedef {Record<string, string>} Manifest which file stands for a name, as templates know it */

/** @param {string} file */
const exists = (file) => access(file).then(() => true, () => false);
/** @param {string | Buffer} content */
const hashOf = (content) => createHash("sha256").update(content).digest("hex").slice(0, 10);

/** Make the fonts, or find what the same script made before; return their folder. */
async function subsetFonts() {
  const script = path.join(here, "fonts.py");
  const folder = path.join(fontCaches, hashOf(await readFile(script)));
  const stamp = path.join(folder, ".done");
  if (await exists(stamp)) return folder;
  await rm(fontCaches, { recursive: true, force: true });
  const venv = path.join(root, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? ((await exists(venv)) ? venv : "python3");
  await promisify(execFile)(python, [script, path.join(modules, "@kern-ux/native/dist/fonts/fira-sans"), folder]);
  await writeFile(stamp, "");
  return folder;
}

/**
 * Files that are served as they are.
 *
 * @param {string} fonts their folder
 */
async function plainFiles(fonts) {
  /** @type {Record<string, string>} */
  const files = { "zxing_reader.wasm": path.join(modules, "zxing-wasm/dist/reader/zxing_reader.wasm") };
  for (const name of await readdir(fonts)) {
    if (name !== ".done") files[`fonts/${name}`] = path.join(fonts, name);
  }
  return files;
}

/**
 * Write a file under a name that holds its hash.
 *
 * @param {Manifest} manifest
 * @param {string} logical
 * @param {string | Buffer} content
 */
async function keep(manifest, logical, content) {
  const { dir, name, ext } = path.parse(logical);
  const target = path.posix.join(dir, `${name}-${hashOf(content)}${ext}`);
  await mkdir(path.join(dist, dir), { recursive: true });
  await writeFile(path.join(dist, target), content);
  manifest[logical] = target;
}

/** @param {Manifest} manifest */
async function copyPlain(manifest) {
  const files = await plainFiles(await subsetFonts());
  for (const [logical, source] of Object.entries(files)) await keep(manifest, logical, await readFile(source));
}

/**
 * Home screens take no SVG.
 *
 * @param {Manifest} manifest
 */
async function drawIcons(manifest) {
  const drawing = await readFile(path.join(here, "src/img/app-icon.svg"));
  for (const width of ICON_SIZES) {
    const png = new Resvg(drawing, { fitTo: { mode: "width", value: width } }).render().asPng();
    await keep(manifest, `img/app-icon-${width}.png`, png);
  }
}

/**
 * All icons in one file; `<use href="…#check">` shows one. Its colours and strokes are those of the place.
 * Seen as a picture it is the mark of the site, so that browsers fetch one file for both.
 *
 * @param {Manifest} manifest
 */
async function drawSprite(manifest) {
  const symbols = [];
  const files = await readdir(path.join(here, "src/img/icons"), { recursive: true });
  for (const name of files.filter((file) => file.endsWith(".svg")).sort()) {
    const drawing = await readFile(path.join(here, "src/img/icons", name), "utf8");
    const [, box, content] = /^<svg [^>]*viewBox="([\d ]+)"[^>]*>(.*)<\/svg>\s*$/s.exec(drawing) ?? [];
    if (!content) throw new Error(`${name} is no icon: one svg element with a viewBox`);
    symbols.push(`<symbol id="${path.parse(name).name}" viewBox="${box}">${content}</symbol>`);
  }
  const mark = await readFile(path.join(here, "src/img/favicon.svg"), "utf8");
  await keep(manifest, "img/icons.svg", mark.trim().replace(/<\/svg>$/, `${symbols.join("")}</svg>`));
}

/**
 * `url("asset:fonts/x.woff2")` in a stylesheet is the hashed file.
 *
 * @param {Manifest} manifest
 * @returns {esbuild.Plugin}
 */
const assets = (manifest) => ({
  name: "assets",
  setup(build) {
    build.onResolve({ filter: /^asset:/ }, ({ path: specifier }) => {
      const target = manifest[specifier.slice("asset:".length)];
      return target ? { path: `./${target}`, external: true } : { errors: [{ text: `There is no ${specifier}` }] };
    });
  },
});

/** @param {Manifest} manifest */
async function bundle(manifest) {
  /** @param {string} folder @param {string} extension @param {string[]} except */
  const entries = async (folder, extension, except = []) =>
    (await readdir(path.join(here, "src", folder)))
      .filter((name) => name.endsWith(extension) && !except.includes(name))
      .map((name) => path.join(here, "src", folder, name));
  const result = await esbuild.build({
    // tokens.css is imported by every stylesheet and is none of its own.
    entryPoints: [...(await entries("css", ".css", ["tokens.css"])), ...(await entries("js", ".js"))],
    outdir: dist,
    outbase: path.join(here, "src"),
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGETS,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    absWorkingDir: root,
    plugins: [
      assets(manifest),
      kern({
        esbuild,
        stylesheet: path.join(modules, "@kern-ux/native/dist/kern.css"),
        places: [path.join(root, "templates"), path.join(here, "src/js")],
        tokens: path.join(here, "src/css/tokens.css"),
      }),
    ],
  });
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) manifest[path.basename(entryPoint)] = path.relative(dist, path.join(root, output));
  }
}

/**
 * The web server hands out the .br or .gz next to a file when a browser accepts it.
 *
 * @param {Manifest} manifest
 */
async function compress(manifest) {
  await Promise.all(
    Object.values(manifest)
      .filter((name) => COMPRESSIBLE.test(name))
      .map(async (name) => {
        const file = path.join(dist, name);
        // The name holds the hash of the content, so what is there is right.
        if (await exists(`${file}.br`)) return;
        const content = await readFile(file);
        const quality = content.length > 200_000 ? 9 : zlib.BROTLI_MAX_QUALITY;
        await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
        await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params: { [zlib.BROTLI_PARAM_QUALITY]: quality } }));
      }),
  );
}

/** @param {Manifest} manifest */
async function removeStale(manifest) {
  const wanted = new Set(["manifest.json", ...Object.values(manifest).flatMap((name) => [name, `${name}.gz`, `${name}.br`])]);
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !wanted.has(path.relative(dist, file).split(path.sep).join("/"))) await rm(file, { force: true });
  }
}

async function build() {
  const started = Date.now();
  /** @type {Manifest} */
  const manifest = {};
  await mkdir(dist, { recursive: true });
  await copyPlain(manifest);
  await drawIcons(manifest);
  await drawSprite(manifest);
  await bundle(manifest);
  await compress(manifest);
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  // While watching, a page opened before the change may still ask for the old names.
  if (!process.argv.includes("--watch")) await removeStale(manifest);
  console.log(`static/dist: ${Object.keys(manifest).length} files in ${Date.now() - started} ms`);
}

await build();

if (process.argv.includes("--watch")) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 50);
  };
  for (const folder of ["static/src", "templates"]) watch(path.join(root, folder), { recursive: true }, again);
}
