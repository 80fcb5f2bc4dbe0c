// Everything the portal's page says of itself, in both languages. What the tour has a word for is
// said with that (language/words.ts).
import { fill, type Fields } from '../language/fill';
import type { Language } from '../tour/tour';

const words = {
  searchLabel: { vi: 'Tìm di tích, cảnh, hiện vật', en: 'Search sites, scenes, objects' },
  searchHint: { vi: 'Gõ có dấu hoặc không dấu, ví dụ: lien phai', en: 'With or without diacritics, for example: lien phai' },
  clear: { vi: 'Xoá', en: 'Clear' },
  filterRank: { vi: 'Xếp hạng', en: 'Rank' },
  filterType: { vi: 'Loại hình', en: 'Type' },
  all: { vi: 'Tất cả', en: 'All' },
  typeHistory: { vi: 'Lịch sử', en: 'Historical' },
  typeArchitecture: { vi: 'Kiến trúc nghệ thuật', en: 'Architecture and art' },
  typeArchaeology: { vi: 'Khảo cổ', en: 'Archaeological' },
  typeScenic: { vi: 'Danh lam thắng cảnh', en: 'Scenic' },
  typeMixed: { vi: 'Hỗn hợp', en: 'Mixed' },
  rankSpecialNational: { vi: 'Quốc gia đặc biệt', en: 'Special national' },
  rankNational: { vi: 'Quốc gia', en: 'National' },
  rankProvincial: { vi: 'Cấp thành phố, cấp tỉnh', en: 'City or provincial' },
  rankInventoried: { vi: 'Kiểm kê', en: 'Inventoried' },
  sites: { vi: 'Các di tích', en: 'Sites' },
  map: { vi: 'Bản đồ', en: 'Map' },
  showMap: { vi: 'Xem bản đồ', en: 'Show the map' },
  hideMap: { vi: 'Ẩn bản đồ', en: 'Hide the map' },
  mapOf: { vi: 'Vị trí các di tích', en: 'Where the sites are' },
  mapKeys: { vi: 'Vị trí các di tích. Dùng các phím mũi tên để đi từ điểm này sang điểm khác.', en: 'Where the sites are. Use the arrow keys to go from point to point.' },
  schematic: { vi: 'Sơ đồ vẽ theo toạ độ; các điểm quá gần nhau được tách ra.', en: 'Drawn from the coordinates; points too close together are moved apart.' },
  northUp: { vi: 'Bắc', en: 'N' },
  noPlaces: { vi: 'Chưa có di tích nào ghi toạ độ.', en: 'No site states its coordinates yet.' },
  unplaced: { vi: '{count} di tích không có toạ độ nên chỉ có trong danh sách.', en: '{count} {count|site|sites} without coordinates {count|is|are} in the list only.' },
  mapFailed: { vi: 'Không mở được bản đồ nền; sơ đồ được vẽ thay thế.', en: 'The map could not be opened; a drawing stands in its place.' },
  zoomIn: { vi: 'Phóng to bản đồ', en: 'Zoom in' },
  zoomOut: { vi: 'Thu nhỏ bản đồ', en: 'Zoom out' },
  shown: { vi: '{count} di tích', en: '{count} {count|site|sites}' },
  shownOf: { vi: '{count} trong {all} di tích', en: '{count} of {all} {all|site|sites}' },
  none: { vi: 'Không có di tích nào như vậy. Bỏ bớt điều kiện hoặc thử một từ ngắn hơn.', en: 'No site like that. Take away a filter or try a shorter word.' },
  reset: { vi: 'Bỏ mọi điều kiện', en: 'Take away all filters' },
  found: { vi: 'Tìm thấy', en: 'Found' },
  foundIn: { vi: 'Tìm thấy {count} mục cho “{query}”', en: '{count} {count|entry|entries} for “{query}”' },
  more: { vi: 'Xem thêm {count} mục', en: 'Show {count} more' },
  kindSite: { vi: 'Di tích', en: 'Site' },
  kindStop: { vi: 'Thuyết minh', en: 'Guided tour' },
  searchFailed: { vi: 'Không tải được tệp tìm kiếm; chỉ tìm trong tên di tích.', en: 'The search file could not be loaded; only names of sites are searched.' },
  sceneCount: { vi: '{count} cảnh', en: '{count} {count|scene|scenes}' },
  objectCount: { vi: '{count} hiện vật', en: '{count} {count|object|objects}' },
  loading: { vi: 'Đang mở cổng di tích…', en: 'Opening the portal…' },
  missing: {
    vi: 'Không mở được tệp {file} của cổng ({detail}). Kiểm tra rằng cả thư mục đã được chép lên máy chủ.',
    en: 'The portal’s file {file} could not be opened ({detail}). Check that the whole folder was copied to the host.',
  },
  invalid: {
    vi: 'Tệp {file} của cổng có lỗi hoặc mới hơn trang này. Chạy lại disan export và chép lại cả thư mục.',
    en: 'The portal’s file {file} is not valid or newer than this page. Run disan export again and copy the whole folder.',
  },
} as const satisfies Record<string, { vi: string; en: string }>;

export type PortalWord = keyof typeof words;

/** Every message, for the completeness test. */
export const allPortalWords: Readonly<Record<PortalWord, { readonly vi: string; readonly en: string }>> = words;

export function sayPortal(language: Language, word: PortalWord, fields: Fields = {}): string {
  return fill(words[word][language], fields);
}
