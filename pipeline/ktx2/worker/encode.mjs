// One picture to KTX2 (Basis Universal), the smallest that measures good enough.
// Usage: node encode.mjs WIDTH HEIGHT colour|normals|data GOAL_DB <PIXELS >ANSWER
//        node encode.mjs --check    (ends well when the encoder can be loaded)
// PIXELS, a file: WIDTH * HEIGHT pixels of three bytes, then a byte a pixel: 0 where no surface is.
// ANSWER, a file: the length of the KTX2 (32 bits, little endian), its PSNR (a double), the KTX2, then its pixels as
// a viewer will see them, three bytes each.
// The encoder runs on one thread: the same input gives the same bytes.
import { readFileSync, writeSync } from 'node:fs';

import BASIS from './node_modules/ktx2-encoder/dist/basis/basis_encoder.js';

const kRgba32 = 13; // transcoder_texture_format::cTFRGBA32
const kTilePx = 64;
const kTiles = 24; // of the sample by which a choice is made

// From small to good. ETC1S keeps two colours on one line a block: where that is not enough, UASTC must. Lambda is
// that of UASTC's rate-distortion search; 0: none.
const kEtc1s = [48, 80, 112, 144, 176, 208, 255].map((quality) => ({ uastc: false, quality }));
const kUastc = [3, 2, 1, 0.5, 0].map((lambda) => ({ uastc: true, lambda }));
const kChoices = { colour: [...kEtc1s, ...kUastc], normals: kUastc, data: kEtc1s };

function encode(basis, picture, choice) {
  const encoder = new basis.BasisEncoder();
  try {
    encoder.setStatusOutput(false);
    encoder.setCreateKTX2File(true);
    encoder.setTexType(0); // cBASISTexType2D
    encoder.setUASTC(choice.uastc);
    encoder.setMipGen(true);
    if (picture.use === 'normals') {
      encoder.setNormalMapPreset(); // before the rest: it sets several of them
    }
    encoder.setPerceptual(picture.use === 'colour');
    encoder.setMipSRGB(picture.use === 'colour');
    encoder.setKTX2AndBasisSRGBTransferFunc(picture.use === 'colour');
    if (choice.uastc) {
      encoder.setKTX2UASTCSupercompression(true);
      encoder.setPackUASTCFlags(2); // cPackUASTCLevelDefault
      encoder.setRDOUASTC(choice.lambda > 0);
      encoder.setRDOUASTCQualityScalar(choice.lambda);
    } else {
      encoder.setETC1SCompressionLevel(1);
      encoder.setQualityLevel(choice.quality);
    }
    encoder.setSliceSourceImage(0, picture.rgba, picture.width, picture.height, 0);
    const room = new Uint8Array(picture.width * picture.height * 2 + 65536);
    const length = encoder.encode(room);
    if (length === 0) {
      throw new Error('the encoder gave nothing');
    }
    return room.slice(0, length);
  } finally {
    encoder.delete();
  }
}

function decode(basis, bytes, width, height) {
  const file = new basis.KTX2File(bytes);
  try {
    if (!file.isValid() || !file.startTranscoding()) {
      throw new Error('the file cannot be read back');
    }
    const rgba = new Uint8Array(width * height * 4);
    if (!file.transcodeImage(rgba, 0, 0, 0, kRgba32, 0, -1, -1)) {
      throw new Error('the file cannot be decoded');
    }
    return rgba;
  } finally {
    file.close();
    file.delete();
  }
}

function psnr(picture, seen) {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < picture.covered.length; i += 1) {
    if (picture.covered[i] !== 0) {
      for (let k = 0; k < 3; k += 1) {
        const d = picture.rgba[i * 4 + k] - seen[i * 4 + k];
        squares += d * d;
      }
      count += 3;
    }
  }
  return squares > 0 ? Math.min(99, 10 * Math.log10((255 * 255 * count) / squares)) : 99;
}

function attempt(basis, picture, choice) {
  const bytes = encode(basis, picture, choice);
  const seen = decode(basis, bytes, picture.width, picture.height);
  return { bytes, seen, psnr: psnr(picture, seen) };
}

/** Tiles from all over the covered part, side by side: large pictures would take minutes a trial. */
function sampleOf(picture) {
  const across = Math.floor(picture.width / kTilePx);
  const all = across * Math.floor(picture.height / kTilePx);
  const corner = (tile) => (Math.floor(tile / across) * picture.width + (tile % across)) * kTilePx;
  const middle = (picture.width * kTilePx) / 2 + kTilePx / 2;
  const useful = Array.from({ length: all }, (_, tile) => tile).filter((tile) => picture.covered[corner(tile) + middle] !== 0);
  if (useful.length < kTiles * 2) {
    return picture;
  }
  const width = kTilePx;
  const height = kTilePx * kTiles;
  const sample = { width, height, use: picture.use, rgba: new Uint8Array(width * height * 4), covered: new Uint8Array(width * height) };
  for (let row = 0; row < height; row += 1) {
    const tile = useful[Math.floor((Math.floor(row / kTilePx) * useful.length) / kTiles)];
    const from = corner(tile) + (row % kTilePx) * picture.width;
    sample.rgba.set(picture.rgba.subarray(from * 4, (from + width) * 4), row * width * 4);
    sample.covered.set(picture.covered.subarray(from, from + width), row * width);
  }
  return sample;
}

/** Index of the first choice that reaches the goal; the last when none does. */
function firstGoodEnough(choices, goal, tried) {
  let low = 0;
  let high = choices.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (tried(middle).psnr >= goal) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

function smallest(basis, picture, goal) {
  const choices = kChoices[picture.use];
  const sample = sampleOf(picture);
  const known = new Map();
  const onPicture = (index) => {
    known.set(index, known.get(index) ?? attempt(basis, picture, choices[index]));
    return known.get(index);
  };
  const onSample = sample === picture ? onPicture : (index) => attempt(basis, sample, choices[index]);
  const index = firstGoodEnough(choices, goal, onSample);
  const best = onPicture(index);
  // The sample is a part only; the whole picture has the last word.
  return best.psnr >= goal - 0.5 || index + 1 === choices.length ? best : onPicture(index + 1);
}

function pictureFrom(input, width, height, use) {
  const count = width * height;
  if (!(count > 0) || input.length !== count * 4 || !(use in kChoices)) {
    throw new Error(`${input.length} bytes are not a picture of ${width} by ${height} for ${use}`);
  }
  const rgba = new Uint8Array(count * 4).fill(255);
  for (let i = 0; i < count; i += 1) {
    rgba[i * 4] = input[i * 3];
    rgba[i * 4 + 1] = input[i * 3 + 1];
    rgba[i * 4 + 2] = input[i * 3 + 2];
  }
  return { width, height, use, rgba, covered: input.subarray(count * 3) };
}

function writeAll(bytes) {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(1, bytes, done, bytes.length - done);
  }
}

function answer(best) {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, best.bytes.length, true);
  head.setFloat64(4, best.psnr, true);
  writeAll(new Uint8Array(head.buffer));
  writeAll(best.bytes);
  writeAll(best.seen.filter((_, i) => i % 4 !== 3));
}

const basis = await BASIS({ print: () => {}, printErr: (line) => console.error(line) });
basis.initializeBasis();
if (process.argv[2] !== '--check') {
  const [width, height, use, goal] = process.argv.slice(2);
  answer(smallest(basis, pictureFrom(readFileSync(0), Number(width), Number(height), use), Number(goal)));
}
