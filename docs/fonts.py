"""Makes the fonts of the printed forms (src/main/resources/fonts). Needs fontTools.

python fonts.py NotoSansSC_400Regular.ttf NotoSansSC_700Bold.ttf NotoSansCJK-Regular.ttc NotoSansSymbols2_400Regular.ttf OUT
"""
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SIMPLIFIED = 2  # the face in the collection
BOXES = (0x2610, 0x2611, 0x2612)


def gb2312(rows):
    return {ord(bytes([0xA0 + r, 0xA0 + c]).decode('gb2312', 'ignore') or ' ') for r in rows for c in range(1, 95)}


SIGNS = {code for first, end in ((0x20, 0x7f), (0xa0, 0x180), (0x370, 0x400), (0x2000, 0x2700), (0x3000, 0x3030),
                                 (0x3200, 0x3400), (0xfe30, 0xfe50), (0xff00, 0xfff0)) for code in range(first, end)} | gb2312(range(1, 10))
LEVEL_1 = gb2312(range(16, 56))


def subset(source, codes, style, target):
    """A face with these characters and nothing that a form does not use."""
    font = TTFont(source)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 13, 14])
    options.drop_tables += ['BASE', 'STAT', 'vhea', 'vmtx', 'GDEF', 'GPOS', 'GSUB', 'gasp', 'prep', 'DSIG']
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    for name, text in ((1, 'Huiyin Sans'), (2, style), (4, f'Huiyin Sans {style}'), (6, f'HuiyinSans-{style}')):
        font['name'].setName(text, name, 3, 1, 0x409)
    font['post'].formatType = 3.0
    font.save(target)


def rare(collection, symbols, have, target):
    """The ideographs beyond the first plane that the other faces lack, as TrueType outlines, and the boxes to tick."""
    cjk, signs = TTFont(collection, fontNumber=SIMPLIFIED), TTFont(symbols)
    scale = 1000 / signs['head'].unitsPerEm
    order, table, outlines, widths = ['.notdef'], {}, {'.notdef': TTGlyphPen(None).glyph()}, {'.notdef': 1000}

    def add(code, font, change):
        name = f'u{code:05X}'
        pen, glyph = TTGlyphPen(None), font.getGlyphSet()[font.getBestCmap()[code]]
        glyph.draw(change(pen))
        order.append(name)
        table[code], outlines[name] = name, pen.glyph()
        return name, glyph.width

    for code in sorted(code for code in cjk.getBestCmap() if code >= 0x20000 and code not in have):
        name, width = add(code, cjk, lambda pen: Cu2QuPen(pen, 1.2, reverse_direction=True))
        widths[name] = width
    for code in BOXES:
        name, width = add(code, signs, lambda pen: TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        widths[name] = round(width * scale)
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(table)
    builder.setupGlyf(outlines)
    glyf = builder.font['glyf']
    builder.setupHorizontalMetrics({name: (width, getattr(glyf[name], 'xMin', 0)) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=1160, descent=-288)
    builder.setupNameTable({
        'copyright': 'Copyright 2014-2021 Adobe; Copyright 2022 The Noto Project Authors', 'familyName': 'Huiyin Rare',
        'styleName': 'Regular', 'fullName': 'Huiyin Rare Regular', 'psName': 'HuiyinRare-Regular',
        'licenseDescription': 'SIL Open Font License, Version 1.1', 'licenseInfoURL': 'https://scripts.sil.org/OFL'})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=288, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.save(target)


regular, bold, collection, symbols, out = sys.argv[1:]
have = set(TTFont(regular).getBestCmap())
ideographs = {code for code in have if 0x3400 <= code <= 0x9fff or code >= 0x20000}
subset(regular, SIGNS | ideographs, 'Regular', out + '/HuiyinSans-Regular.ttf')
subset(bold, SIGNS | LEVEL_1, 'Bold', out + '/HuiyinSans-Bold.ttf')
rare(collection, symbols, have, out + '/HuiyinRare-Regular.ttf')
