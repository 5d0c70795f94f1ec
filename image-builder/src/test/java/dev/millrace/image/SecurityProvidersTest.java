package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecurityProvidersTest {
    @Test
    void namesOnlyProvidersThatAreThere() {
        assertEquals(
                List.of(
                        "# a list",
                        "#security.provider.tbd=NSS",
                        "security.provider.1=SUN",
                        "security.provider.2=XMLDSig",
                        "security.provider.3=Unknown",
                        "",
                        "login.configuration.provider=sun.security.provider.ConfigFile"),
                SecurityProviders.pruned(
                        List.of(
                                "# a list",
                                "#security.provider.tbd=NSS",
                                "security.provider.1=SUN",
                                "security.provider.2=SunPCSC",
                                "security.provider.3=XMLDSig",
                                "security.provider.4=SunPKCS11 ${java.home}/conf",
                                "security.provider.5=Unknown",
                                "",
                                "login.configuration.provider=sun.security.provider.ConfigFile"),
                        Set.of("java.base", "java.xml.crypto")));
    }
}
