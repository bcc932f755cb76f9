import type {Texts} from '../texts.js';

const chinese: Texts = {
  lang: 'zh-Hans',
  heading: '您的隐私，由您选择',
  text: '经您同意，我们会在本网站使用可选服务。在您同意之前，任何可选服务都不会启动；您可以随时更改选择。',
  optional: '可选：',
  accept: '全部接受',
  refuse: '仅必要',
  settings: '设置',
  privacy: '隐私政策',
  imprint: '法律声明',
  saved: '您的选择已保存。',
  isNew: '自您上次访问后新增',
  names: {essential: '必要', analytics: '统计', marketing: '营销'},
  panel: {
    heading: '隐私设置',
    save: '保存选择',
    withdraw: '全部撤回',
    close: '关闭',
    alwaysOn: '始终开启',
    lastDecision: '上次更改：{date}，政策版本 {version}。',
    noDecision: '您尚未选择。',
    byBrowser: '您的浏览器要求我们不要这样做。',
    receipt: '下载凭证',
    forget: '删除我的数据',
    services: '服务',
    stores: '存储：{what}',
    storesNothing: '不存储任何内容',
    keptFor: '保存期限：{time}',
    recipient: '接收方：{name}',
    purposes: {
      essential: '网站运行所必需。会记住此选择。',
      analytics: '让我们了解网站的使用情况，而不是您是谁。',
      marketing: '衡量并改进我们的广告。',
    },
  },
  gate: {
    heading: '此内容需要您的同意',
    text: '内容来自 {host}，属于“{category}”。只有您同意后才会加载。',
    once: '仅加载一次',
    always: '始终允许',
  },
  reload: {
    text: '部分服务在重新加载页面后才会停止。',
    now: '立即重新加载',
  },
};

export default chinese;
