/**
 * Takes from KERN only what our templates use.
 *
 * `@import "kern:layout/page.html,macros,public"` in a stylesheet stands for those rules of KERN
 * whose classes occur in these templates, or in the scripts of that name. A template that starts
 * to use another KERN class finds it styled after the next build; nobody keeps a list. After a
 * question mark `only=kern-form,…` takes the rules of these components, `without=` the others.
 */
import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";

const CLASS = /\.(kern-[\w-]+)/g;

/**
 * A rule of KERN, or an at-rule around some.
 *
 * @typedef {object} Rule
 * @property {string} head
 * @property {string} [body]
 * @property {Rule[]} [rules]
 */
/** @typedef {Map<string, string | null>} Constants what a token stands for; null if it has several values */

/**
 * @param {object} sources
 * @param {typeof import("esbuild")} sources.esbuild
 * @param {string} sources.stylesheet of KERN
 * @param {string[]} sources.places folders of templates and scripts
 * @param {string} sources.tokens our own stylesheet of tokens
 * @returns {import("esbuild").Plugin}
 */
export function kern({ esbuild, stylesheet, places, tokens }) {
  return {
    name: "kern",
    setup(build) {
      /** @type {Rule[] | undefined} */
      let rules;
      build.onResolve({ filter: /^kern:/ }, ({ path: specifier }) => ({
        path: specifier.slice("kern:".length),
        namespace: "kern",
      }));
      build.onLoad({ filter: /.*/, namespace: "kern" }, async ({ path: specifier }) => {
        const [list, choice = ""] = specifier.split("?");
        rules ??= parse((await esbuild.transform(await readFile(stylesheet, "utf8"), { loader: "css", minify: true })).code);
        const used = usedClasses(await readAll(places, list.split(",")));
        const wanted = wantedComponents(choice);
        return { contents: select(rules, (classes) => classes.every(used) && wanted(classes), await readFile(tokens, "utf8")), loader: "css" };
      });
    },
  };
}

/**
 * @param {string[]} places
 * @param {string[]} names
 */
async function readAll(places, names) {
  /** @type {string[]} */
  const texts = [];
  /** @type {(file: string) => Promise<void>} */
  const visit = async (file) => {
    const info = await stat(file).catch(() => null);
    if (info?.isDirectory()) {
      for (const name of await readdir(file)) await visit(path.join(file, name));
    } else if (info && /\.(html|js)$/.test(file)) {
      texts.push(await readFile(file, "utf8"));
    }
  };
  for (const name of names) {
    for (const place of places) {
      await visit(path.join(place, name.trim()));
      await visit(path.join(place, `${name.trim()}.js`));
    }
  }
  return texts.join("\n");
}

/**
 * `kern-badge--{{ state }}` leaves `kern-badge--`; a name that ends in a dash or an underscore stands for all that start so.
 *
 * @param {string} text
 * @returns {(name: string) => boolean}
 */
export function usedClasses(text) {
  const names = new Set(text.match(/kern-[a-z0-9_-]+/g) ?? []);
  const prefixes = [...names].filter((name) => /[-_]$/.test(name));
  return (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

/**
 * `only=kern-form` wants the selectors in which a class of that component occurs, `without=kern-form` all others.
 *
 * @param {string} choice
 * @returns {(classes: string[]) => boolean}
 */
export function wantedComponents(choice) {
  const [kind, list = ""] = choice.split("=");
  const components = list.split(",").filter(Boolean);
  if (!components.length) return () => true;
  return (classes) => classes.some((name) => components.some((component) => name.startsWith(component))) === (kind === "only");
}

/**
 * A flat parser is enough: KERN ships no nested rules, only at-rules around plain ones.
 *
 * @param {string} css
 * @returns {Rule[]}
 */
export function parse(css) {
  /** @type {Rule[]} */
  const rules = [];
  let start = 0;
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '"' || css[i] === "'") i = css.indexOf(css[i], i + 1);
    else if (css[i] === ";") start = i + 1;
    else if (css[i] === "{") {
      const head = css.slice(start, i).trim();
      const end = closing(css, i);
      const body = css.slice(i + 1, end);
      rules.push(head.startsWith("@media") || head.startsWith("@supports") ? { head, rules: parse(body) } : { head, body });
      i = end;
      start = end + 1;
    }
  }
  return rules;
}

/**
 * @param {string} css
 * @param {number} open
 */
function closing(css, open) {
  let depth = 0;
  for (let i = open; i < css.length; i++) {
    if (css[i] === '"' || css[i] === "'") i = css.indexOf(css[i], i + 1);
    else if (css[i] === "{") depth++;
    else if (css[i] === "}" && --depth === 0) return i;
  }
  throw new Error("KERN's stylesheet has an unclosed block");
}

/**
 * @param {Rule[]} rules
 * @param {(classes: string[]) => boolean} wanted
 * @param {string} ownTokens
 */
function select(rules, wanted, ownTokens) {
  const values = constants(rules, ownTokens);
  /** @param {string} head */
  const selector = (head) =>
    splitTopLevel(head, ",")
      .filter((part) => {
        const classes = [...part.replace(/:not\([^)]*\)/g, "").matchAll(CLASS)].map((match) => match[1]);
        return classes.length > 0 && wanted(classes);
      })
      .join(",");
  /** @type {(list: Rule[]) => string} */
  const write = (list) =>
    list
      .map(({ head, body, rules: inner }) => {
        const kept = inner ? head : selector(head);
        const content = inner ? write(inner) : kept && declarations(body ?? "", values);
        return kept && content ? `${kept}{${content}}` : "";
      })
      .join("");
  return write(rules);
}

/**
 * @param {string} body
 * @param {Constants} values
 */
function declarations(body, values) {
  return (
    splitTopLevel(body, ";")
      // Our content security policy allows no data: images, and the level tokens are set by us.
      .filter((line) => !line.includes("data:") && !line.trim().startsWith("--"))
      .map((line) => resolve(line, values))
      .join(";")
  );
}

/**
 * What KERN defines once and we do not theme is a constant; writing it out saves half the bytes.
 *
 * @param {Rule[]} rules
 * @param {string} ownTokens
 * @returns {Constants}
 */
function constants(rules, ownTokens) {
  /** @type {Constants} */
  const values = new Map();
  /** @type {(list: Rule[], conditional: boolean) => void} */
  const collect = (list, conditional) => {
    for (const { head, body, rules: inner } of list) {
      if (inner) collect(inner, true);
      else if (head.includes(":root")) {
        for (const line of splitTopLevel(body ?? "", ";")) {
          const [, name, value] = /^\s*(--[\w-]+):(.*)$/s.exec(line) ?? [];
          if (name) values.set(name, conditional || values.has(name) ? null : value.trim());
        }
      }
    }
  };
  collect(rules, false);
  for (const [name] of ownTokens.matchAll(/--kern-[\w-]+(?=\s*:)/g)) values.delete(name);
  for (const [name, value] of values) if (value === null) values.delete(name);
  return values;
}

/**
 * @param {string} text
 * @param {Constants} values
 * @returns {string}
 */
function resolve(text, values) {
  let out = "";
  for (let i = 0; i < text.length; ) {
    const at = text.indexOf("var(", i);
    if (at < 0) return out + text.slice(i);
    let depth = 0;
    let end = at + 3;
    do depth += Number(text[end] === "(") - Number(text[end] === ")"); while (depth > 0 && ++end < text.length);
    const name = splitTopLevel(text.slice(at + 4, end), ",")[0].trim();
    const value = values.get(name);
    out += text.slice(i, at) + (value ? resolve(value, values) : `var(${name})`);
    i = end + 1;
  }
  return out;
}

/**
 * @param {string} text
 * @param {string} separator
 */
function splitTopLevel(text, separator) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"' || text[i] === "'") i = text.indexOf(text[i], i + 1);
    else if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    else if (text[i] === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim());
}
