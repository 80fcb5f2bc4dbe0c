// Validates GLB files. Prints every error and warning; exit 1 if there is any.
// Usage: node validate.mjs FILE.glb...
import fs from 'node:fs';
import { createRequire } from 'node:module';

const validator = createRequire(import.meta.url)('gltf-validator');
let bad = 0;
for (const file of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)), { maxIssues: 0 });
  for (const { severity, code, message, pointer } of report.issues.messages) {
    if (severity <= 1) {
      bad += 1;
      console.error(`${file}: ${code} ${pointer ?? ''}: ${message}`);
    }
  }
}
process.exit(bad === 0 ? 0 : 1);
