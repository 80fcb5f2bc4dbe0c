// Which size of a model to open with, and which larger ones to offer.
import type { Model } from './tour';

export interface DeviceFacts {
  readonly saveData: boolean;
  readonly memoryGb: number | null;
  readonly shortSidePx: number;
}

/** Bytes a device is asked to fetch without its visitor saying so. */
export function byteBudget(device: DeviceFacts): number {
  if (device.saveData) {
    return 2_000_000;
  }
  const small = device.shortSidePx < 600 || (device.memoryGb !== null && device.memoryGb <= 4);
  return small ? 6_000_000 : 20_000_000;
}

/** The largest model within the budget, else the smallest there is. */
export function chooseModel(models: readonly Model[], device: DeviceFacts): Model | null {
  const sorted = [...models].sort((a, b) => a.bytes - b.bytes);
  const budget = byteBudget(device);
  return sorted.filter((model) => model.bytes <= budget).pop() ?? sorted[0] ?? null;
}

/** The largest model when it is larger than the one that is shown. */
export function finerModel(models: readonly Model[], shown: Model): Model | null {
  const largest = [...models].sort((a, b) => a.bytes - b.bytes).pop() ?? null;
  return largest !== null && largest.bytes > shown.bytes ? largest : null;
}
