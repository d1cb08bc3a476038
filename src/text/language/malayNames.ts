/**
 * Parts of Malaysian names of people and places, in lower case. They also occur in English texts, so they have little
 * weight.
 */
export const MALAY_NAMES: ReadonlySet<string> = new Set(
  (
    "jalan jln lorong lrg persiaran lebuh taman tmn kampung bandar bdr bukit bkt sungai pulau kuala lumpur petaling " +
    "jaya selangor melaka johor bahru kedah kelantan terengganu pahang perak perlis sabah sarawak putrajaya cyberjaya " +
    "pinang klang ipoh kota kinabalu kuching dato dato' datuk datin seri sri tun tunku tengku haji hajah hj hjh binti " +
    "muar kajang seremban kuantan kangar alor setar sdn bhd tkt blk"
  ).split(" "),
);
