/** Words that follow a count, before which 2 is 两. Simplified and traditional forms. */
const MEASURE_WORDS = [
  // Counts of things.
  "个 個 只 隻 本 件 位 名 人 条 條 张 張 块 塊 台 臺 辆 輛 部 架 艘 匹 头 頭 口 颗 顆 粒 枚 片 根 支 枝 把 棵 株 朵 束 串",
  "双 雙 对 對 副 套 组 組 队 隊 群 批 堆 排 行 列 份 款 项 項 种 種 样 樣 类 類 封 首 篇 页 頁 章 句 字 册 冊 卷 集 幅 则 則",
  "间 間 家 所 座 栋 棟 幢 户 戶 房 室 厅 廳 层 層 处 處 门 門 科 道 题 題 节 節 堂 课 課 段 滴 圈 瓣 边 邊 侧 側 岸 者 国 國 地",
  "杯 瓶 罐 碗 盘 盤 盒 箱 包 袋 桶 锅 鍋 盆 壶 壺 勺 匙 筐 篮 籃 盏 盞 捆 餐",
  // Counts of events and shares.
  "次 回 遍 趟 顿 頓 场 場 局 轮 輪 票 球 步 下 番 倍 成 笔 筆 声 聲",
  // Time.
  "年 天 周 週 星期 礼拜 禮拜 点 點 时 時 小时 小時 钟头 鐘頭 分 秒 毫秒 刻钟 刻鐘 岁 歲 晚 夜",
  // Measures.
  "公里 公尺 公分 公斤 公克 公升 公顷 公頃 公吨 公噸 千克 千米 千瓦 千卡 里 丈 米 厘米 毫米 微米 纳米 分米 尺 寸 英 码 碼 海里",
  "平方 平米 立方 亩 畝 克 毫克 微克 斤 吨 噸 磅 盎司 升 毫升 度 摄氏度 攝氏度 华氏度 華氏度 伏 安培 瓦 赫兹 字节 兆 像素 加仑 加侖",
  // Money.
  "令吉 林吉特 零吉 仙 元 圆 圓 毛 角 美元 美金 美分 新元 新币 新幣 欧元 歐元 日元 日圆 港元 港币 港幣 澳元 加元 韩元 泰铢 卢比 马币 馬幣 比特币",
  // Multipliers.
  "百 千 万 萬 亿 億",
]
  .join(" ")
  .split(" ");

/** Texts that begin like a measure word, but before which 2 is 二: 二分之一, 二年级, 二次方, 二元一次方程, 二把手, 二对三. */
const EXCEPTIONS =
  "分之|年级|年級|年代|次元|次方|次函|次曲|次型|次世界|元一次|元二次|把手|人转|人轉|位元|[对對] ?[0-9]";

const MEASURE_WORD = new RegExp(`^ *(?!${EXCEPTIONS})(?:${MEASURE_WORDS.join("|")})`, "u");

/**
 * Returns whether the text after a number begins with a measure word, with or without a blank before the word.
 *
 * @example beginsWithMeasureWord("个妹妹") // true
 * @example beginsWithMeasureWord("月三日") // false
 */
export function beginsWithMeasureWord(text: string): boolean {
  return MEASURE_WORD.test(text);
}
