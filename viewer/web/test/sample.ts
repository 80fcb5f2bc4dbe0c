// A whole, correct tour.json as a value that a test may spoil.
export function sampleTour(): Record<string, unknown> {
  const both = (vi: string, en: string): object => ({ vi, en });
  const panorama = {
    width: 8192,
    height: 4096,
    preview: 'scenes/a/preview.jpg',
    fallback: 'scenes/a/4096.jpg',
    tiles: { url: 'scenes/a/tiles/{level}/{col}_{row}.jpg', levels: [{ width: 1024, height: 512, cols: 2, rows: 1 }, { width: 8192, height: 4096, cols: 16, rows: 8 }] },
  };
  return {
    disan_tour: 1,
    id: 'chua-lien-phai',
    name: both('Chùa Liên Phái', 'Liên Phái Pagoda'),
    description: both('Chùa cổ', 'Old pagoda'),
    rank: 'national',
    address: both('Bạch Mai', 'Bạch Mai'),
    location: { lat: 21, lon: 105 },
    start: 'san-truoc',
    scenes: [
      {
        id: 'san-truoc',
        code: 'k7m4qx2',
        name: both('Sân trước', 'Front court'),
        alt: both('Sân gạch Bát Tràng', 'A brick court'),
        north_deg: 12.5,
        panorama,
        initial_view: { yaw_deg: 20, pitch_deg: 2 },
        plan: [0.42, 0.61],
        links: [{ to: 'tien-duong', yaw_deg: 40 }],
        hotspots: [
          { id: 'bia', yaw_deg: 1, pitch_deg: 2, title: both('Bia đá', 'Stele'), text: both('Dựng năm 1726', 'Set up in 1726'), object: 'bia-1', image: { src: 'media/a b.jpg' }, audio: { src: 'media/a.mp3' }, video: { src: 'media/a.mp4', captions: { vi: 'media/a.vi.vtt' } } },
        ],
      },
      { id: 'tien-duong', name: both('Tiền đường', 'Front hall'), alt: both('Gian giữa', 'Middle bay'), north_deg: null, panorama: { ...panorama, tiles: null }, links: [{ to: 'san-truoc', yaw_deg: -90, pitch_deg: -3 }], hotspots: [] },
    ],
    objects: [
      {
        id: 'bia-1',
        name: both('Bia', 'Stele'),
        alt: both('Bia đá', 'A stele'),
        poster: 'models/bia-1/poster.jpg',
        turntable: [{ src: 'models/bia-1/turntable/01.jpg' }, { src: 'models/bia-1/turntable/02.jpg' }],
        models: [{ tier: 'low', src: 'models/bia-1/low.glb', bytes: 1, triangles: 2, extensions: ['EXT_meshopt_compression'] }],
        inscriptions: [{ original: '蓮派寺', transcription: 'Liên Phái tự', translation: both('Chùa Liên Phái', 'Liên Phái pagoda') }],
        dimensions: { height_mm: 1200 },
        annotations: [{ id: 'tran', title: both('Trán bia', 'Head'), position: [0, 1, 0], normal: [0, 0, 1] }],
        photos: [{ src: 'media/p.jpg', alt: both('Mặt trước', 'Front') }],
        usdz: 'models/bia-1/low.usdz',
      },
    ],
    plan: { src: 'media/plan.png', width: 600, height: 800 },
    stops: [{ scene: 'san-truoc', yaw_deg: 10, text: both('Chặng một', 'Stop one'), audio: { src: 'media/01.mp3' } }],
    rights: { holder: 'BQL', statement: 'http://rightsstatements.org/vocab/InC/1.0/', credit: both('Ảnh: BQL', 'Photos: BQL') },
    made_by: 'disan 0.1.0',
  };
}

/** The sample with one value replaced; undefined removes it. */
export function withValue(path: string, value: unknown): Record<string, unknown> {
  const tour = structuredClone(sampleTour());
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let owner: Record<string, unknown> = tour;
  for (const key of keys) {
    owner = owner[key] as Record<string, unknown>;
  }
  if (value === undefined) {
    delete owner[last];
  } else {
    owner[last] = value;
  }
  return tour;
}
