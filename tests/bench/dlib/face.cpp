// dlib's own detector, predictor and recogniser, as its library does them, timed on pictures: what `make bench` puts our
// detection, alignment and descriptor beside.
//
//   face DETECTOR.dat LANDMARKS.dat RECOGNISER.dat ROUNDS PICTURE.ppm...
//
// Prints one line of JSON a picture: how many faces, the largest one's place, the times of each round in milliseconds, and
// the distance to the descriptor of the picture before (so that both sides can be seen to compute the same).
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

// The networks as the .dat files describe them; dlib checks that they fit.
template <long filters, long size, long stride, typename Below>
using convolution = dlib::relu<dlib::affine<dlib::con<filters, size, size, stride, stride, Below>>>;

template <typename Below>
using quarter = convolution<32, 5, 2, convolution<32, 5, 2, convolution<16, 5, 2, Below>>>;
using Pyramid = dlib::input_rgb_image_pyramid<dlib::pyramid_down<6>>;
using Detector = dlib::loss_mmod<
    dlib::con<1, 9, 9, 1, 1, convolution<45, 5, 1, convolution<45, 5, 1, convolution<45, 5, 1, quarter<Pyramid>>>>>>;

template <long filters, int stride, typename Below>
using block = dlib::affine<dlib::con<filters, 3, 3, 1, 1, convolution<filters, 3, stride, Below>>>;
template <long filters, typename Below>
using same = dlib::relu<dlib::add_prev1<block<filters, 1, dlib::tag1<Below>>>>;
template <long filters, typename Below>
using half = dlib::relu<dlib::add_prev2<
    dlib::avg_pool<2, 2, 2, 2, dlib::skip1<dlib::tag2<block<filters, 2, dlib::tag1<Below>>>>>>>;

template <typename Below>
using first = same<32, same<32, same<32, Below>>>;
template <typename Below>
using second = same<64, same<64, same<64, half<64, Below>>>>;
template <typename Below>
using third = same<128, same<128, half<128, Below>>>;
template <typename Below>
using fourth = same<256, same<256, half<256, Below>>>;
using Recogniser = dlib::loss_metric<dlib::fc_no_bias<128, dlib::avg_pool_everything<half<256, fourth<third<second<first<
    dlib::max_pool<3, 3, 2, 2, convolution<32, 7, 2, dlib::input_rgb_image_sized<150>>>>>>>>>>>;

using Picture = dlib::matrix<dlib::rgb_pixel>;

// A binary PPM of 8 bits without comments, as our bench writes it.
Picture read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string kind;
    long width = 0, height = 0, most = 0;
    file >> kind >> width >> height >> most;
    file.get();
    if (kind != "P6" || most != 255 || width < 1 || height < 1) throw std::runtime_error(path + " is no PPM of 8 bits");
    Picture picture(height, width);
    for (auto& pixel : picture) {
        pixel.red = static_cast<unsigned char>(file.get());
        pixel.green = static_cast<unsigned char>(file.get());
        pixel.blue = static_cast<unsigned char>(file.get());
    }
    if (!file) throw std::runtime_error(path + " ends too early");
    return picture;
}

double milliseconds(std::chrono::steady_clock::time_point since) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

void print(const char* name, const std::vector<double>& times) {
    std::printf("\"%s\":[", name);
    for (size_t at = 0; at < times.size(); at++) std::printf("%s%.3f", at ? "," : "", times[at]);
    std::printf("]");
}

}  // namespace

int main(int count, char** words) try {
    if (count < 6) throw std::runtime_error("face DETECTOR LANDMARKS RECOGNISER ROUNDS PICTURE...");
    Detector detector;
    dlib::shape_predictor landmarks;
    Recogniser recogniser;
    dlib::deserialize(words[1]) >> detector;
    dlib::deserialize(words[2]) >> landmarks;
    dlib::deserialize(words[3]) >> recogniser;
    const int rounds = std::atoi(words[4]);
    dlib::matrix<float, 0, 1> before;
    for (int at = 5; at < count; at++) {
        const Picture picture = read(words[at]);
        std::vector<double> detect, align, embed;
        std::vector<dlib::mmod_rect> faces;
        dlib::rectangle largest;
        dlib::matrix<float, 0, 1> descriptor;
        // The first round warms up and is not counted.
        for (int round = 0; round <= rounds; round++) {
            auto began = std::chrono::steady_clock::now();
            faces = detector(picture);
            const double detected = milliseconds(began);
            if (faces.empty()) break;
            largest = faces[0].rect;
            for (const auto& face : faces) {
                if (face.rect.area() > largest.area()) largest = face.rect;
            }
            began = std::chrono::steady_clock::now();
            const auto shape = landmarks(picture, largest);
            Picture chip;
            dlib::extract_image_chip(picture, dlib::get_face_chip_details(shape, 150, 0.25), chip);
            const double aligned = milliseconds(began);
            began = std::chrono::steady_clock::now();
            descriptor = recogniser(chip);
            const double embedded = milliseconds(began);
            if (round > 0) {
                detect.push_back(detected);
                align.push_back(aligned);
                embed.push_back(embedded);
            }
        }
        std::printf("{\"faces\":%zu,\"at\":[%ld,%ld,%ld,%ld],", faces.size(), largest.left(), largest.top(), largest.right(),
                    largest.bottom());
        print("detect", detect);
        std::printf(",");
        print("align", align);
        std::printf(",");
        print("embed", embed);
        if (before.size() == descriptor.size() && descriptor.size() > 0) {
            std::printf(",\"distance\":%.4f", static_cast<double>(dlib::length(before - descriptor)));
        }
        std::printf("}\n");
        std::fflush(stdout);
        before = descriptor;
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "face: %s\n", error.what());
    return 1;
}
