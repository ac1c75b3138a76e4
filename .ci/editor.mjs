// An editor without a window: opens every YAML file of a tree in the YAML language server, as VS Code does, with the settings that the
// tree brings along. Files as they are must give no problem; a misspelt key must give one, and a key must explain itself.
// Usage: node editor.mjs FOLDER-OF-NODE-MODULES TREE [FILE-WITH-A-FIELD FIELD]
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder, sample, field] = process.argv.slice(2);
const tree = resolve(folder);
const packages = resolve(modules);
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(join(packages, "x"))("vscode-jsonrpc/node");
const LATEST = 60_000;

const fail = (words) => {
  console.error(`FAILED: ${words}`);
  process.exit(1);
};
const files = readdirSync(tree, { recursive: true })
  .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith(".git"))
  .sort();
if (files.length === 0) fail(`no YAML under ${folder}`);

const server = spawn(process.execPath, [join(packages, "yaml-language-server/bin/yaml-language-server"), "--stdio"], {
  stdio: ["pipe", "pipe", "ignore"],
});
const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
const waiting = new Map();
connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => waiting.get(uri)?.(diagnostics));
const settings = JSON.parse(readFileSync(join(tree, ".vscode/settings.json"), "utf8"));
const yaml = { validate: true, hover: true, schemaStore: { enable: false }, schemas: {} };
for (const [schema, glob] of Object.entries(settings["yaml.schemas"] ?? {})) {
  yaml.schemas[pathToFileURL(join(tree, schema)).href] = glob;
}
connection.onRequest("workspace/configuration", ({ items }) => items.map(({ section }) => (section === "yaml" ? yaml : null)));
connection.onRequest("client/registerCapability", () => null);
connection.listen();

const root = pathToFileURL(tree).href;
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: root,
  workspaceFolders: [{ uri: root, name: "isms" }],
  capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
});
connection.sendNotification("initialized", {});
connection.sendNotification("workspace/didChangeConfiguration", { settings: { yaml } });

let version = 0;
const problems = (name, text) => {
  const uri = pathToFileURL(join(tree, name)).href;
  return new Promise((done) => {
    const late = setTimeout(() => fail(`no answer about ${name}`), LATEST);
    waiting.set(uri, (diagnostics) => {
      clearTimeout(late);
      waiting.delete(uri);
      done(diagnostics);
    });
    version += 1;
    connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version, text } });
  });
};

for (const name of files) {
  const found = await problems(name, readFileSync(join(tree, name), "utf8"));
  if (found.length > 0) fail(`${name}: ${found.map((one) => `${one.range.start.line + 1}: ${one.message}`).join("; ")}`);
}
console.log(`  ${files.length} files open without a problem`);

if (sample) {
  const text = readFileSync(join(tree, sample), "utf8");
  const line = text.split("\n").findIndex((one) => one.startsWith(`${field}:`));
  if (line < 0) fail(`${sample} has no ${field}`);
  const position = { textDocument: { uri: pathToFileURL(join(tree, sample)).href }, position: { line, character: 1 } };
  const hover = await connection.sendRequest("textDocument/hover", position);
  const words = hover?.contents?.value ?? "";
  if (words.length < 40) fail(`${field} does not explain itself: ${JSON.stringify(hover)}`);
  const wrong = await problems(sample, text.replace(new RegExp(`^${field}:`, "m"), `${field}x:`));
  const misspelt = wrong.find((one) => one.range.start.line === line);
  if (!misspelt) fail(`${field}x is not found: ${JSON.stringify(wrong)}`);
  console.log(`  ${field} explains itself, and ${field}x is found: ${misspelt.message}`);
}
server.kill();
process.exit(0);
