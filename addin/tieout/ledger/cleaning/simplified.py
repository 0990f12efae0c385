"""Which simplified characters do headings and sayings in traditional Chinese stand for."""

_PAIRS = (
    "單单貸贷額额餘余憑凭證证號号戶户據据應应幣币別别帳账賬账類类備备註注發发對对買买賣卖銷销進进點点數数價价稅税計计"
    "總总開开貨货來来項项種种業业務务編编訂订時时間间記记結结轉转頁页過过處处態态廢废實实際际減减繳缴納纳運运費费傳传"
    "錄录歷历產产圓元歐欧臺台萬万億亿經经銀银匯汇電电庫库當当沖冲內内說说稱称廠厂個个報报審审製制補补續续後后還还預预"
    "現现淨净讓让碼码參参聯联絡络紅红約约購购業业無无貼贴現现檔档責责債债權权賠赔額额"
)
_SIMPLIFIED = str.maketrans(_PAIRS[0::2], _PAIRS[1::2])


def simplified(text: str) -> str:
    """A text as it would stand on the mainland, character by character; for comparing, never for showing.

    >>> simplified("貸方金額"), simplified("期初餘額"), simplified("借方")
    ('贷方金额', '期初余额', '借方')
    """
    return text if text.isascii() else text.translate(_SIMPLIFIED)
