package io.huiyin.privacy;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code huiyin.privacy}.
 *
 * @param keys          sealing keys by id, each 32 bytes in Base64; old ones stay as long as rows carry their id
 * @param activeKey     the id of the key that seals from now on
 * @param lookupKey     secret of the keyed hash by which a contact is found again, Base64
 */
@Validated
@ConfigurationProperties("huiyin.privacy")
public record PrivacySettings(
    @NotEmpty Map<String, String> keys, @NotBlank String activeKey, @NotBlank String lookupKey) {
}
