// Says how much JavaScript a visitor fetches before a model is opened, and fails over the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const kBudget = 350_000;
const dist = new URL('../dist/', import.meta.url);
const names = ['disan-tour.js', ...readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`)];
let total = 0;
for (const name of names.filter((item) => item.endsWith('.js') && !/model_view|vr_stage/.test(item))) {
  const bytes = gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(8)}  ${name}`);
}
console.log(`${String(total).padStart(8)}  of ${kBudget} bytes, gzip`);
process.exitCode = total > kBudget ? 1 : 0;
