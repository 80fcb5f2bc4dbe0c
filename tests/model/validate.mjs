// Validates GLB files. Prints every error and warning; exit 1 if there is any.
// Usage: node validate.mjs FILE.glb...
import fs from 'node:fs';
import { createRequire } from 'node:module';

const validator = createRequire(import.meta.url)('gltf-validator');
// This validator is older than KHR_texture_basisu: it knows neither the type that the extension prescribes nor the file.
function isKtx2(file, pointer) {
  const bytes = fs.readFileSync(file);
  const { images = [] } = JSON.parse(bytes.subarray(20, 20 + bytes.readUInt32LE(12)));
  const image = images[Number(/^\/images\/(\d+)/.exec(pointer ?? '')?.[1] ?? -1)];
  return image?.mimeType === 'image/ktx2';
}

let bad = 0;
for (const file of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)), { maxIssues: 0 });
  for (const { severity, code, message, pointer } of report.issues.messages) {
    const unknown = code === 'VALUE_NOT_IN_LIST' || code === 'IMAGE_UNRECOGNIZED_FORMAT';
    if (severity <= 1 && !(unknown && isKtx2(file, pointer))) {
      bad += 1;
      console.error(`${file}: ${code} ${pointer ?? ''}: ${message}`);
    }
  }
}
process.exit(bad === 0 ? 0 : 1);
