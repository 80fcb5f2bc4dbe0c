// What the review's page says, in both languages.
import type { Language, Text } from '../tour/tour';

const words = {
  title: { vi: 'Duyệt kết quả: {site}', en: 'Review: {site}' },
  assets: { vi: 'Sản phẩm cần duyệt', en: 'To review' },
  progress: { vi: 'Đã duyệt {done} / {all}', en: '{done} of {all} approved' },
  scene: { vi: 'Ảnh toàn cảnh', en: 'Panorama' },
  object: { vi: 'Mô hình 3D', en: '3D model' },
  stateOpen: { vi: 'Chưa duyệt', en: 'Not reviewed' },
  stateApproved: { vi: 'Đã duyệt', en: 'Approved' },
  stateNeedsSecond: { vi: 'Cần người thứ hai', en: 'Needs a second person' },
  stateSentBack: { vi: 'Trả lại', en: 'Sent back' },
  stateLapsed: { vi: 'Hết hiệu lực', en: 'Lapsed' },
  helpOpen: { vi: 'Chưa ai duyệt bản này.', en: 'Nobody has reviewed this version.' },
  helpApproved: { vi: 'Bản này đã được người thứ hai duyệt.', en: 'A second person approved this version.' },
  helpNeedsSecond: {
    vi: 'Bản này cần thêm một người duyệt không phải người chụp ({operator}).',
    en: 'Someone other than who captured it ({operator}) has to approve this version.',
  },
  helpSentBack: { vi: 'Bản này bị trả lại để sửa.', en: 'This version was sent back.' },
  helpLapsed: { vi: 'Bản trước đã được duyệt, nhưng tệp đã thay đổi: cần duyệt lại.', en: 'An earlier version was approved, but the file changed: review it again.' },
  unknownOperator: { vi: 'chưa ghi người chụp, nên cần hai người duyệt', en: 'not stated, so two people have to approve' },
  reviewer: { vi: 'Họ tên người duyệt', en: 'Reviewer’s name' },
  remark: { vi: 'Nhận xét', en: 'Remark' },
  remarkHint: { vi: 'Bấm lên ảnh hoặc mô hình để ghim nhận xét vào đúng chỗ.', en: 'Click the picture or the model to pin the remark to its place.' },
  pinHere: { vi: 'Ghim vào giữa khung nhìn', en: 'Pin to the middle of the view' },
  pinned: { vi: 'Đã ghim: {place}', en: 'Pinned: {place}' },
  unpin: { vi: 'Bỏ ghim', en: 'Remove the pin' },
  approve: { vi: 'Duyệt', en: 'Approve' },
  sendBack: { vi: 'Trả lại', en: 'Send back' },
  saveRemark: { vi: 'Chỉ ghi nhận xét', en: 'Remark only' },
  needName: { vi: 'Hãy ghi họ tên người duyệt.', en: 'Write your name first.' },
  needText: { vi: 'Hãy ghi rõ nhận xét hoặc việc cần sửa.', en: 'Write what is to be mended.' },
  saved: { vi: 'Đã ghi vào nhật ký duyệt.', en: 'Written to the review log.' },
  notSaved: { vi: 'Chưa ghi được; hãy thử lại.', en: 'It was not saved; try again.' },
  offline: { vi: 'Mất liên lạc với disan view. Kiểm tra rằng lệnh còn chạy; nội dung bạn gõ vẫn giữ nguyên.', en: 'disan view does not answer. Check that it still runs; what you typed is kept.' },
  noToken: {
    vi: 'Trang này cần mã truy cập. Hãy mở lại đúng địa chỉ duyệt mà lệnh disan view đã in.',
    en: 'This page needs its token. Open the review address that disan view printed.',
  },
  noReview: {
    vi: 'Không có gì để duyệt ở đây: disan view đang mở một tệp, một trang web, hoặc kết quả không rõ thư mục di tích.',
    en: 'There is nothing to review here: disan view shows a file, a website, or an output whose site folder is not known.',
  },
  nothingMade: { vi: 'Kết quả này chưa có ảnh toàn cảnh hay mô hình nào. Chạy disan build trước.', en: 'This output has no panorama or model yet. Run disan build first.' },
  loading: { vi: 'Đang tải…', en: 'Loading…' },
  result: { vi: 'Kết quả', en: 'Result' },
  sources: { vi: 'Ảnh gốc ({count})', en: 'Source photos ({count})' },
  noSources: { vi: 'Không có ảnh gốc để so sánh.', en: 'There are no source photos to compare with.' },
  photoOf: { vi: 'Ảnh {number} / {count}: {name}', en: 'Photo {number} of {count}: {name}' },
  photoFailed: { vi: 'Không mở được ảnh {name}. Kiểm tra tệp trong thư mục di tích.', en: 'The photo {name} cannot be opened. Check the file in the site folder.' },
  photoRejected: { vi: 'Không dùng: {reason}', en: 'Not used: {reason}' },
  photoPrior: { vi: 'Ghép theo góc máy dự kiến', en: 'Placed by the expected angle' },
  showInPanorama: { vi: 'Nhìn tới chỗ này trong ảnh toàn cảnh', en: 'Look there in the panorama' },
  clickPhoto: { vi: 'Bấm lên ảnh gốc để nhìn tới đúng chỗ đó trong ảnh toàn cảnh.', en: 'Click the photo to look at the same place in the panorama.' },
  previousPhoto: { vi: 'Ảnh trước', en: 'Previous photo' },
  nextPhoto: { vi: 'Ảnh sau', en: 'Next photo' },
  figures: { vi: 'Số liệu', en: 'Figures' },
  noFigures: { vi: 'Chưa có số liệu.', en: 'There are no figures.' },
  coverage: { vi: 'Độ phủ', en: 'Coverage' },
  rms: { vi: 'Sai số ghép (RMS)', en: 'Alignment error (RMS)' },
  level: { vi: 'Độ nghiêng ước tính', en: 'Level, estimated error' },
  size: { vi: 'Kích thước', en: 'Size' },
  photosUsed: { vi: 'Ảnh đã dùng', en: 'Photos used' },
  triangles: { vi: 'Tam giác', en: 'Triangles' },
  tier: { vi: 'Bản', en: 'Tier' },
  deviation: { vi: 'Sai lệch ({unit})', en: 'Deviation ({unit})' },
  unscaled: { vi: 'không rõ đơn vị', en: 'unscaled' },
  mapScale: { vi: 'Xanh đậm là khớp với bản quét, vàng là lệch từ {size} trở lên.', en: 'Dark blue fits the scan, yellow is {size} away or more.' },
  deviationMap: { vi: 'Bản đồ sai lệch', en: 'Deviation map' },
  sheet: { vi: 'Bảng ảnh ghép', en: 'Contact sheet' },
  master: { vi: 'Mở bản gốc chất lượng đầy đủ', en: 'Open the full-quality master' },
  doubts: { vi: 'Điều cần xem kỹ', en: 'Doubts' },
  history: { vi: 'Nhật ký duyệt', en: 'History' },
  noHistory: { vi: 'Chưa có ý kiến nào.', en: 'Nobody has said anything yet.' },
  earlierVersion: { vi: 'về bản trước', en: 'of an earlier version' },
  lookAt: { vi: 'Xem chỗ ghim {number}', en: 'Look at pin {number}' },
  pinName: { vi: '{number}. {reviewer}, {time}', en: '{number}. {reviewer}, {time}' },
  newPin: { vi: 'Nhận xét đang viết', en: 'The remark being written' },
  saidApproved: { vi: 'duyệt', en: 'approved' },
  saidSentBack: { vi: 'trả lại', en: 'sent back' },
  saidRemark: { vi: 'nhận xét', en: 'remarked' },
  capturedBy: { vi: 'Người chụp: {operator}', en: 'Captured by {operator}' },
  openTour: { vi: 'Mở chuyến tham quan', en: 'Open the tour' },
  logTrouble: { vi: 'Nhật ký duyệt có dòng không đọc được', en: 'Lines of the review log cannot be read' },
  modelWait: { vi: 'Đang tải mô hình: {percent} %', en: 'Loading the model: {percent}%' },
  resultFailed: { vi: 'Không mở được kết quả này. Chạy lại disan build.', en: 'This result cannot be opened. Run disan build again.' },
  otherLanguage: { vi: 'EN: English', en: 'VI: Tiếng Việt' },
  otherLanguageShort: { vi: 'EN', en: 'VI' },
} as const satisfies Record<string, Text>;

export type ReviewWord = keyof typeof words;

/** Every message, for the completeness test. */
export const allReviewWords: Readonly<Record<ReviewWord, Text>> = words;

export function sayReview(language: Language, word: ReviewWord, fields: Readonly<Record<string, string | number>> = {}): string {
  return words[word][language].replace(/\{(\w+)\}/g, (found, name: string) => {
    const value = fields[name];
    return value === undefined ? found : String(value);
  });
}
