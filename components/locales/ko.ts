import type {Texts} from '../texts.js';

const korean: Texts = {
  lang: 'ko',
  heading: '개인정보, 직접 선택하세요',
  text: '동의하시면 이 사이트에서 선택 서비스를 사용합니다. 동의하기 전에는 어떤 서비스도 시작되지 않으며, 선택은 언제든지 바꿀 수 있습니다.',
  optional: '선택 항목:',
  accept: '모두 허용',
  refuse: '필수만 허용',
  settings: '설정',
  privacy: '개인정보 처리방침',
  imprint: '사이트 정보',
  saved: '선택이 저장되었습니다.',
  isNew: '지난 방문 이후 추가됨',
  names: {essential: '필수', analytics: '통계', marketing: '마케팅'},
  panel: {
    heading: '개인정보 설정',
    save: '선택 저장',
    withdraw: '모두 철회',
    close: '닫기',
    alwaysOn: '항상 켜짐',
    lastDecision: '마지막 변경: {date}, 방침 버전 {version}.',
    noDecision: '아직 선택하지 않았습니다.',
    byBrowser: '브라우저가 사용하지 말 것을 요청했습니다.',
    receipt: '확인서 내려받기',
    forget: '내 데이터 삭제',
    services: '서비스',
    stores: '저장 항목: {what}',
    storesNothing: '저장하지 않음',
    keptFor: '보관 기간: {time}',
    recipient: '제공받는 곳: {name}',
    purposes: {
      essential: '사이트 작동에 필요합니다. 이 선택을 기억합니다.',
      analytics: '사이트가 어떻게 쓰이는지 보여 주며, 누구인지는 알 수 없습니다.',
      marketing: '광고를 측정하고 개선합니다.',
    },
  },
  gate: {
    heading: '이 콘텐츠는 동의가 필요합니다',
    text: '출처는 {host}이며 ‘{category}’에 속합니다. 동의하셔야 불러옵니다.',
    once: '한 번만 불러오기',
    always: '항상 허용',
  },
  reload: {
    text: '일부 서비스는 페이지를 새로 고쳐야 멈춥니다.',
    now: '새로 고침',
  },
};

export default korean;
