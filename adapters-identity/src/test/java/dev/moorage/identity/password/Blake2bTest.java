package dev.moorage.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes that Python's hashlib has made. */
class Blake2bTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 2e",
        "0, 32, 0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
        "0, 64, 786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce",
        "1, 1, de",
        "1, 32, 8928aae63c84d87ea098564d1e03ad813f107add474e56aedd286349c0c03ea4",
        "1, 64, 333fcb4ee1aa7c115355ec66ceac917c8bfd815bf7587d325aec1864edd24e34d5abe2c6b1b5ee3face62fed78dbef802f2a85cb91d455a8f5249d330853cb3c",
        "7, 1, 0d",
        "7, 32, de3fe7b46472cb86730b432a07cad4abb314af782b9866c3cc47c3e803be6f90",
        "7, 64, 1109dbf2037eb9b825d2d1ddf0e186581c77c9b9c71a7b711a5ce935de0893fa5558825a69479d321ccfe273bb043cb179a3a964372f0e568baef198697bc7fd",
        "8, 1, c0",
        "8, 32, ef027ccde61ebc8225283b7c5daaf17c527b03aa13d77a7533835d9546896148",
        "8, 64, 29d77f7ff2d7e40d0aaccaa9b7ebdbe2f9e6ca415dd7a9bdac4b87600b26653864475b13f259a2cd2c8e11b284e01ebeadd62c8c5cf07bc5958468f76c5e3b94",
        "127, 1, 94",
        "127, 32, 59e2f1aba240f20aa591016f5ef429990bc9c2131dcd0d30f0ffd75ed18f317d",
        "127, 64, 94596b9d6199c807c40ae1a935f3633ba5a8dd5655f7f1bd44f5285b1ce8dbb0054771eba409539df85a963296d28788807105153c90fa3ec3d761228e90f8b8",
        "128, 1, 3a",
        "128, 32, ae2aa48507885c4c950fb809b2076f959cde9f8ea6da260d9a3587df33dac450",
        "128, 64, fc6c71f688f43ea7d60817478808f3cac753e61571865c95adbc2d9122c943a76b92c2cb1047ef3fe7bf6e436ec1d0a99a9e5b216780bf7fed9d7ca91d3a8f3b",
        "129, 1, cb",
        "129, 32, 2f64744a6de0d2c0b56e64cf6e29a5aaa255010d415d51c75ccc82f73dccd865",
        "129, 64, 55e6e0eb418149a8af92fd9ddc99254781b2f522a131b4f4d984404b71a00e1167b8124d5dcddd4c6977b299392335d6edd303da6d344d74bbef2d38101b232b",
        "256, 1, 7e",
        "256, 32, eae4d3a7627549b383179dc18049964f91a6fed14c9f3fb26705eda3eeda5558",
        "256, 64, 0eee13d0c73a2710c5015a8b4be0a16120bb88f826b662951ffe4b3b81441cfdce1f712c58e237dba72a0dad7f9c86b9745ea0b4b3b850ff3a260fb7df9d3e81",
        "1000, 1, db",
        "1000, 32, e00b0ddbf1e2cdaf5c898e1a5e8826ea3a2c339bcf2a478da2e5fca9ff126672",
        "1000, 64, d6a69459fe93fc6b9537ed4336e5099e0dcca3e97290a412500ed7a0daffb03d80cf3650a20e0591f748e10c3c534945ee83d5f2c9722f1a68d98b8c01af23fd",
    })
    void hashIsThatOfTheReference(int count, int length, String expected) {
        byte[] input = "a".repeat(count).getBytes(StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(Blake2b.hash(input, length))).isEqualTo(expected);
    }
}
