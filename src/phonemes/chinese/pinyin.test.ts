import { expect, test } from "bun:test";
import { readChinese } from "./pinyin.ts";
import { toSimplified } from "./simplified.ts";

/** Sentences whose characters have several readings, some in traditional characters, each with its pinyin. */
const SENTENCES = `
银行行长在人行道上行走。|yin2 hang2 hang2 zhang3 zai4 ren2 xing2 dao4 shang4 xing2 zou3
他在这一行干了十年。|ta1 zai4 zhe4 yi4 hang2 gan4 le0 shi2 nian2
这首诗有四行，每行七个字。|zhe4 shou3 shi1 you3 si4 hang2 mei3 hang2 qi1 ge4 zi4
这样做行不行？|zhe4 yang4 zuo4 xing2 bu4 xing2
旅行时请带好行李。|lü3 xing2 shi2 qing3 dai4 hao3 xing2 li0
这条路很长，长度有三公里。|zhe4 tiao2 lu4 hen3 chang2 chang2 du4 you3 san1 gong1 li3
校长长得很高。|xiao4 zhang3 zhang3 de0 hen3 gao1
他跑得很快。|ta1 pao3 de0 hen3 kuai4
她唱得真好听。|ta1 chang4 de0 zhen1 hao3 ting1
你说得对。|ni3 shuo1 de0 dui4
我得走了。|wo3 dei3 zou3 le0
你得去医院看看。|ni3 dei3 qu4 yi1 yuan4 kan4 kan0
我们都得努力。|wo3 men0 dou1 dei3 nu3 li4
他得到了奖金。|ta1 de2 dao4 le0 jiang3 jin1
他得了第一名。|ta1 de2 le0 di4 yi1 ming2
我觉得值得一试。|wo3 jue2 de0 zhi2 de0 yi2 shi4
这件事不得不做。|zhe4 jian4 shi4 bu4 de2 bu2 zuo4
累得说不出话来。|lei4 de0 shuo1 bu4 chu1 hua4 lai2
我舍不得离开你。|wo3 she3 bu0 de0 li2 kai1 ni3
听得懂吗？|ting1 de0 dong3 ma0
他高兴地说。|ta1 gao1 xing4 de0 shuo1
他慢慢地走过来。|ta1 man4 man4 de0 zou3 guo4 lai2
她认真地写作业。|ta1 ren4 zhen1 de0 xie3 zuo4 ye4
雨不停地下着。|yu3 bu4 ting2 de0 xia4 zhe0
这块地是他的。|zhe4 kuai4 di4 shi4 ta1 de0
农民在地里干活。|nong2 min2 zai4 di4 li3 gan4 huo2
地上有一只猫。|di4 shang4 you3 yi4 zhi1 mao1
这个地方很安静。|zhe4 ge0 di4 fang0 hen3 an1 jing4
我还没去图书馆还书。|wo3 hai2 mei2 qu4 tu2 shu1 guan3 huan2 shu1
请把钱还给我。|qing3 ba3 qian2 huan2 gei3 wo3
你还有多少钱？|ni3 hai2 you3 duo1 shao0 qian2
重庆的行李很重。|chong2 qing4 de0 xing2 li0 hen3 zhong4
请重新写一遍，这很重要。|qing3 chong2 xin1 xie3 yi2 bian4 zhe4 hen3 zhong4 yao4
别着急，他睡着了。|bie2 zhao2 ji2 ta1 shui4 zhao2 le0
他看着窗外，听着音乐。|ta1 kan4 zhe0 chuang1 wai4 ting1 zhe0 yin1 yue4
她穿着红色的衣服，背着书包。|ta1 chuan1 zhe0 hong2 se4 de0 yi1 fu0 bei1 zhe0 shu1 bao1
首都的人都很快乐。|shou3 du1 de0 ren2 dou1 hen3 kuai4 le4
成都是一座大都市。|cheng2 du1 shi4 yi2 zuo4 da4 du1 shi4
音乐让我很快乐。|yin1 yue4 rang4 wo3 hen3 kuai4 le4
我觉得该睡觉了。|wo3 jue2 de0 gai1 shui4 jiao4 le0
请数一数数字。|qing3 shu3 yi0 shu3 shu4 zi4
小朋友在数数。|xiao3 peng2 you0 zai4 shu3 shu4
他数学很好。|ta1 shu4 xue2 hen3 hao3
老师教我们中文，教室很大。|lao3 shi1 jiao1 wo3 men0 zhong1 wen2 jiao4 shi4 hen3 da4
她在大学教书。|ta1 zai4 da4 xue2 jiao1 shu1
请给我倒一杯水。|qing3 gei3 wo3 dao4 yi4 bei1 shui3
他摔倒了。|ta1 shuai1 dao3 le0
他姓曾，曾经是医生。|ta1 xing4 zeng1 ceng2 jing1 shi4 yi1 sheng1
医生说没关系。|yi1 sheng1 shuo1 mei2 guan1 xi0
学生们买了很多东西。|xue2 sheng0 men0 mai3 le0 hen3 duo1 dong1 xi0
东西方文化不同。|dong1 xi1 fang1 wen2 hua4 bu4 tong2
太阳从东边升起。|tai4 yang2 cong2 dong1 bian1 sheng1 qi3
明白了，谢谢你告诉我。|ming2 bai0 le0 xie4 xie0 ni3 gao4 su0 wo3
妈妈爸爸和爷爷奶奶都在家。|ma1 ma0 ba4 ba0 he2 ye2 ye0 nai3 nai0 dou1 zai4 jia1
我喜欢看电视。|wo3 xi3 huan0 kan4 dian4 shi4
这是什么意思？|zhe4 shi4 shen2 me0 yi4 si0
为什么因为我迟到？|wei4 shen2 me0 yin1 wei4 wo3 chi2 dao4
他认为自己成为了英雄。|ta1 ren4 wei2 zi4 ji3 cheng2 wei2 le0 ying1 xiong2
今天天气真好。|jin1 tian1 tian1 qi4 zhen1 hao3
他好学，也很好客。|ta1 hao4 xue2 ye3 hen3 hao4 ke4
她是个好学生。|ta1 shi4 ge4 hao3 xue2 sheng0
这只狗只有三只脚。|zhe4 zhi1 gou3 zhi3 you3 san1 zhi1 jiao3
中国中间，射中了目标。|zhong1 guo2 zhong1 jian1 she4 zhong4 le0 mu4 biao1
他中奖了。|ta1 zhong4 jiang3 le0
教育部长当了三年。|jiao4 yu4 bu4 zhang3 dang1 le0 san1 nian2
别上当，当时很危险。|bie2 shang4 dang4 dang1 shi2 hen3 wei1 xian3
和平的人，和面做饼。|he2 ping2 de0 ren2 huo2 mian4 zuo4 bing3
他的角色很难演，角落里有人。|ta1 de0 jue2 se4 hen3 nan2 yan3 jiao3 luo4 li3 you3 ren2
差不多，他出差了，成绩很差。|cha4 bu4 duo1 ta1 chu1 chai1 le0 cheng2 ji4 hen3 cha4
参加会议的人参观了工厂。|can1 jia1 hui4 yi4 de0 ren2 can1 guan1 le0 gong1 chang3
会计正在开会。|kuai4 ji4 zheng4 zai4 kai1 hui4
便宜的东西不一定方便。|pian2 yi0 de0 dong1 xi0 bu4 yi2 ding4 fang1 bian4
他发现头发白了。|ta1 fa1 xian4 tou2 fa0 bai2 le0
传说记在自传里。|chuan2 shuo1 ji4 zai4 zi4 zhuan4 li3
弹琴的人躲过了子弹。|tan2 qin2 de0 ren2 duo3 guo4 le0 zi3 dan4
降落伞下降了，敌人投降了。|jiang4 luo4 san3 xia4 jiang4 le0 di2 ren2 tou2 xiang2 le0
空气很好，有空来玩。|kong1 qi4 hen3 hao3 you3 kong4 lai2 wan2
更好的办法是更新系统。|geng4 hao3 de0 ban4 fa3 shi4 geng1 xin1 xi4 tong3
他处理了到处的问题。|ta1 chu3 li3 le0 dao4 chu4 de0 wen4 ti2
相信相片是真的。|xiang1 xin4 xiang4 pian4 shi4 zhen1 de0
分析十分之一的数据。|fen1 xi1 shi2 fen1 zhi1 yi1 de0 shu4 ju4
他的部分任务完成了。|ta1 de0 bu4 fen0 ren4 wu0 wan2 cheng2 le0
血液检查要抽血。|xue4 ye4 jian3 cha2 yao4 chou1 xue4
西藏的宝藏藏在山里。|xi1 zang4 de0 bao3 zang4 cang2 zai4 shan1 li3
他假装放假。|ta1 jia3 zhuang1 fang4 jia4
我要求他不要走。|wo3 yao1 qiu2 ta1 bu2 yao4 zou3
应该答应他的要求。|ying1 gai1 da1 ying0 ta1 de0 yao1 qiu2
种子种在地里。|zhong3 zi0 zhong4 zai4 di4 li3
请量一下重量。|qing3 liang2 yi2 xia4 zhong4 liang4
一个人一天吃一顿饭。|yi2 ge4 ren2 yi4 tian1 chi1 yi2 dun4 fan4
第一次，一九九八年。|di4 yi1 ci4 yi1 jiu3 jiu3 ba1 nian2
不对，不行，不好，不要。|bu2 dui4 bu4 xing2 bu4 hao3 bu2 yao4
绿色的旅行略有不同。|lü4 se4 de0 lü3 xing2 lüe4 you3 bu4 tong2
儿子有一点儿累。|er2 zi0 you3 yi4 dian3 er2 lei4
大夫住在大厦。|dai4 fu0 zhu4 zai4 da4 sha4
嗯，好的。|en2 hao3 de0
哦，我知道了。|o4 wo3 zhi1 dao4 le0
吃吧，走呗，别哭啦。|chi1 ba0 zou3 bei0 bie2 ku1 la0
我们和他们一起去，行吗？|wo3 men0 he2 ta1 men0 yi4 qi3 qu4 xing2 ma0
朋友告诉我这个消息。|peng2 you0 gao4 su0 wo3 zhe4 ge0 xiao1 xi0
晚上，桌子上放着杯子。|wan3 shang0 zhuo1 zi0 shang4 fang4 zhe0 bei1 zi0
先生，您的眼睛真漂亮。|xian1 sheng0 nin2 de0 yan3 jing0 zhen1 piao4 liang0
时候不早了，休息吧。|shi2 hou0 bu4 zao3 le0 xiu1 xi0 ba0
我认识那个姑娘。|wo3 ren4 shi0 na4 ge0 gu1 niang0
胳膊和耳朵都疼。|ge1 bo0 he2 er3 duo0 dou1 teng2
商量一下价钱，打听清楚。|shang1 liang0 yi2 xia4 jia4 qian2 da3 ting0 qing1 chu0
銀行的經理還沒來。|yin2 hang2 de0 jing1 li3 hai2 mei2 lai2
請問火車站在哪裡？|qing3 wen4 huo3 che1 zhan4 zai4 na3 li3
他學習得很認真，頭髮很長。|ta1 xue2 xi2 de0 hen3 ren4 zhen1 tou2 fa0 hen3 chang2
臺灣的長輩覺得電腦很難用。|tai2 wan1 de0 zhang3 bei4 jue2 de0 dian4 nao3 hen3 nan2 yong4
乾淨的麵條，後面的皇后。|gan1 jing4 de0 mian4 tiao2 hou4 mian4 de0 huang2 hou4
她看著窗外，想著家鄉。|ta1 kan4 zhe0 chuang1 wai4 xiang3 zhe0 jia1 xiang1
他行事谨慎，品行端正。|ta1 xing2 shi4 jin3 shen4 pin3 xing2 duan1 zheng4
这家商行的生意很好。|zhe4 jia1 shang1 hang2 de0 sheng1 yi0 hen3 hao3
各行各业都需要人才。|ge4 hang2 ge4 ye4 dou1 xu1 yao4 ren2 cai2
飞机晚上八点起飞，现在还不能登机。|fei1 ji1 wan3 shang0 ba1 dian3 qi3 fei1 xian4 zai4 hai2 bu4 neng2 deng1 ji1
他把借来的自行车还了。|ta1 ba3 jie4 lai2 de0 zi4 xing2 che1 huan2 le0
生长在山上的树长得很慢。|sheng1 zhang3 zai4 shan1 shang4 de0 shu4 zhang3 de0 hen3 man4
他的特长是唱歌，时间不长。|ta1 de0 te4 chang2 shi4 chang4 ge1 shi2 jian1 bu4 chang2
船长和队长一起商量。|chuan2 zhang3 he2 dui4 zhang3 yi4 qi3 shang1 liang0
你今天必须得完成作业。|ni3 jin1 tian1 bi4 xu1 dei3 wan2 cheng2 zuo4 ye4
写得不错，但是还得再改一改。|xie3 de0 bu2 cuo4 dan4 shi4 hai2 dei3 zai4 gai3 yi0 gai3
我们取得了很大的成绩。|wo3 men0 qu3 de2 le0 hen3 da4 de0 cheng2 ji4
她轻轻地关上了门。|ta1 qing1 qing1 de0 guan1 shang4 le0 men2
孩子们快乐地唱着歌。|hai2 zi0 men0 kuai4 le4 de0 chang4 zhe0 ge1
地图上标着地铁站。|di4 tu2 shang4 biao1 zhe0 di4 tie3 zhan4
他突然地站了起来。|ta1 tu1 ran2 de0 zhan4 le0 qi3 lai2
当地的人非常热情地欢迎我们。|dang1 di4 de0 ren2 fei1 chang2 re4 qing2 de0 huan1 ying2 wo3 men0
我们要认真地考虑这块土地的问题。|wo3 men0 yao4 ren4 zhen1 de0 kao3 lü4 zhe4 kuai4 tu3 di4 de0 wen4 ti2
箱子太重了，重复放了两次。|xiang1 zi0 tai4 zhong4 le0 chong2 fu4 fang4 le0 liang3 ci4
着火了，快跑！|zhao2 huo3 le0 kuai4 pao3
他着手准备，沉着冷静。|ta1 zhuo2 shou3 zhun3 bei4 chen2 zhuo2 leng3 jing4
门开着，灯亮着。|men2 kai1 zhe0 deng1 liang4 zhe0
我们都去过首都北京。|wo3 men0 dou1 qu4 guo4 shou3 du1 bei3 jing1
他爱好音乐，特别喜欢乐器。|ta1 ai4 hao4 yin1 yue4 te4 bie2 xi3 huan0 yue4 qi4
我感觉很困，想睡午觉。|wo3 gan3 jue2 hen3 kun4 xiang3 shui4 wu3 jiao4
他数着星星，数量很多。|ta1 shu3 zhe0 xing1 xing0 shu4 liang4 hen3 duo1
妈妈教我包饺子。|ma1 ma0 jiao1 wo3 bao1 jiao3 zi0
教授在教室里教学生。|jiao4 shou4 zai4 jiao4 shi4 li3 jiao1 xue2 sheng0
为了孩子，父母什么都愿意做。|wei4 le0 hai2 zi0 fu4 mu3 shen2 me0 dou1 yuan4 yi4 zuo4
因为下雨，所以比赛改为明天。|yin1 wei4 xia4 yu3 suo3 yi3 bi3 sai4 gai3 wei2 ming2 tian1
这种植物种类很多。|zhe4 zhong3 zhi2 wu4 zhong3 lei4 hen3 duo1
便利店的水果很便宜。|bian4 li4 dian4 de0 shui3 guo3 hen3 pian2 yi0
我把头发剪短了，发型很好看。|wo3 ba3 tou2 fa0 jian3 duan3 le0 fa4 xing2 hen3 hao3 kan4
请你调整一下音量，调查结果出来了。|qing3 ni3 tiao2 zheng3 yi2 xia4 yin1 liang4 diao4 cha2 jie2 guo3 chu1 lai2 le0
应该应付这次考试。|ying1 gai1 ying4 fu4 zhe4 ci4 kao3 shi4
他几乎每天都喝几杯咖啡。|ta1 ji1 hu1 mei3 tian1 dou1 he1 ji3 bei1 ka1 fei1
大家都说这个办法行得通。|da4 jia1 dou1 shuo1 zhe4 ge0 ban4 fa3 xing2 de0 tong1
请在空白处填写姓名。|qing3 zai4 kong4 bai2 chu4 tian2 xie3 xing4 ming2
他与朋友参与了活动。|ta1 yu3 peng2 you0 can1 yu4 le0 huo2 dong4
薄薄的一层雪。|bao2 bao2 de0 yi4 ceng2 xue3
银行里排着长长的队。|yin2 hang2 li3 pai2 zhe0 chang2 chang2 de0 dui4
这本书我看了三遍，看得懂。|zhe4 ben3 shu1 wo3 kan4 le0 san1 bian4 kan4 de0 dong3
车辆的载重量有限。|che1 liang4 de0 zai4 zhong4 liang4 you3 xian4
他背上的背包很重。|ta1 bei4 shang4 de0 bei1 bao1 hen3 zhong4
我差点儿忘了，成绩差别不大。|wo3 cha4 dian3 er2 wang4 le0 cheng2 ji4 cha1 bie2 bu2 da4
间接和中间的间隔。|jian4 jie1 he2 zhong1 jian1 de0 jian4 ge2
那里的风景美极了。|na4 li3 de0 feng1 jing3 mei3 ji2 le0
你哪里不舒服？|ni3 na3 li3 bu4 shu1 fu0
我没有答案，请你回答。|wo3 mei2 you3 da2 an4 qing3 ni3 hui2 da2
电子书里有许多句子。|dian4 zi3 shu1 li3 you3 xu3 duo1 ju4 zi0
女子和男子都戴着帽子。|nü3 zi3 he2 nan2 zi3 dou1 dai4 zhe0 mao4 zi0
他喝了一大碗汤，吃了半个西瓜。|ta1 he1 le0 yi2 da4 wan3 tang1 chi1 le0 ban4 ge4 xi1 gua1
明天早上七点钟见面吧。|ming2 tian1 zao3 shang0 qi1 dian3 zhong1 jian4 mian4 ba0
人工智能正在改变我们的生活。|ren2 gong1 zhi4 neng2 zheng4 zai4 gai3 bian4 wo3 men0 de0 sheng1 huo2
请系好安全带，系统会提醒你。|qing3 ji4 hao3 an1 quan2 dai4 xi4 tong3 hui4 ti2 xing3 ni3
他被人称为专家，体重很标准，称了一下。|ta1 bei4 ren2 cheng1 wei2 zhuan1 jia1 ti3 zhong4 hen3 biao1 zhun3 cheng1 le0 yi2 xia4
今天的温度是二十五度，比昨天高得多。|jin1 tian1 de0 wen1 du4 shi4 er4 shi2 wu3 du4 bi3 zuo2 tian1 gao1 de0 duo1
老板给员工供给了食物。|lao3 ban3 gei3 yuan2 gong1 gong1 ji3 le0 shi2 wu4
不管怎么样，总得有人去做。|bu4 guan3 zen3 me0 yang4 zong3 dei3 you3 ren2 qu4 zuo4
马来西亚的首都是吉隆坡。|ma3 lai2 xi1 ya4 de0 shou3 du1 shi4 ji2 long2 po1
我们公司的总部在北京，分部在上海。|wo3 men0 gong1 si1 de0 zong3 bu4 zai4 bei3 jing1 fen1 bu4 zai4 shang4 hai3
大雾严重影响了交通。|da4 wu4 yan2 zhong4 ying3 xiang3 le0 jiao1 tong1
他作了总结发言。|ta1 zuo4 le0 zong3 jie2 fa1 yan2
这是一张假发票。|zhe4 shi4 yi4 zhang1 jia3 fa1 piao4
每个人心中都有一座城。|mei3 ge4 ren2 xin1 zhong1 dou1 you3 yi2 zuo4 cheng2
其中计划很多。|qi2 zhong1 ji4 hua4 hen3 duo1
我只吃甜点，也只想睡觉。|wo3 zhi3 chi1 tian2 dian3 ye3 zhi3 xiang3 shui4 jiao4
原著的论著很显著。|yuan2 zhu4 de0 lun4 zhu4 hen3 xian3 zhu4
这条单行线是北京分行修的。|zhe4 tiao2 dan1 xing2 xian4 shi4 bei3 jing1 fen1 hang2 xiu1 de0
他有心脏病。|ta1 you3 xin1 zang4 bing4
洗发水用完了。|xi3 fa4 shui3 yong4 wan2 le0
类似的书我看了三本。|lei4 si4 de0 shu1 wo3 kan4 le0 san1 ben3
你应该适应这里，不应放弃。|ni3 ying1 gai1 shi4 ying4 zhe4 li3 bu4 ying1 fang4 qi4
成为朋友是为了你，以他为例。|cheng2 wei2 peng2 you0 shi4 wei4 le0 ni3 yi3 ta1 wei2 li4
他被称为大师，为我们表演。|ta1 bei4 cheng1 wei2 da4 shi1 wei4 wo3 men0 biao3 yan3
存量和词汇量都要衡量一下。|cun2 liang4 he2 ci2 hui4 liang4 dou1 yao4 heng2 liang2 yi2 xia4
仅供参考，他供认了。|jin3 gong1 can1 kao3 ta1 gong4 ren4 le0
说干就干，衣服干了。|shuo1 gan4 jiu4 gan4 yi1 fu0 gan1 le0
真是难得，他获得了奖。|zhen1 shi4 nan2 de2 ta1 huo4 de2 le0 jiang3
历史性地解决了问题。|li4 shi3 xing4 de0 jie3 jue2 le0 wen4 ti2
我先了解一下，放不下也忘不了。|wo3 xian1 liao3 jie3 yi2 xia4 fang4 bu2 xia4 ye3 wang4 bu4 liao3
这一行动很及时，代表团一行抵京。|zhe4 yi4 xing2 dong4 hen3 ji2 shi2 dai4 biao3 tuan2 yi4 xing2 di3 jing1
很多更高档次的酒店。|hen3 duo1 geng4 gao1 dang4 ci4 de0 jiu3 dian4
他倒是没摔倒，倒茶去了。|ta1 dao4 shi4 mei2 shuai1 dao3 dao4 cha2 qu4 le0
恐怖分子和水分子。|kong3 bu4 fen4 zi3 he2 shui3 fen1 zi3
不错哦。|bu2 cuo4 o0
`;

const ROWS = SENTENCES.trim()
  .split("\n")
  .map((row) => row.split("|") as [string, string]);

function pinyinOf(text: string): string {
  const clauses = toSimplified(text).match(/\p{sc=Han}+/gu) ?? [];
  return clauses
    .flatMap(readChinese)
    .flatMap(({ syllables }) => syllables)
    .join(" ");
}

test.each(ROWS)("readChinese() - %s", (text, pinyin) => {
  expect(pinyinOf(text)).toBe(pinyin);
});

test("readChinese() - divides a clause into words with one syllable per character", () => {
  expect(readChinese("今天天气很好")).toEqual([
    { text: "今天", syllables: ["jin1", "tian1"] },
    { text: "天气", syllables: ["tian1", "qi4"] },
    { text: "很好", syllables: ["hen3", "hao3"] },
  ]);
});

test("readChinese() - returns a character without a reading as its own syllable", () => {
  expect(readChinese("𠮷人").flatMap(({ syllables }) => syllables)).toEqual(["𠮷", "ren2"]);
});
