#!/bin/sh
# Gathers the shared libraries of the unpacked wheels of cuda.txt in one folder, and their licences in another.
#   gatherLibraries.sh WHEELS TARGET
set -eu
wheels=$1 target=$2
mkdir -p "$target/lib" "$target/licenses"
# Left out: TensorRT, and libraries with the interfaces of BLAS and FFTW, which nothing loads.
find "$wheels/onnxruntime/capi" "$wheels/nvidia" -name 'lib*.so*' \
    ! -name '*tensorrt*' ! -name 'libnvblas*' ! -name 'libcufftw*' ! -name '*.alt.so*' \
    -exec mv {} "$target/lib/" \;
# The provider is found beside the library, which is loaded by this name.
cd "$target/lib"
ln -s libonnxruntime.so.1.* libonnxruntime.so.1
cd "$wheels"
find . -ipath '*.dist-info/*' \( -iname 'license*' -o -iname 'notice*' \) -type f | while read -r path; do
    package=$(echo "$path" | cut -d/ -f2 | sed 's/\.dist-info$//')
    cp "$path" "$target/licenses/$package-$(basename "$path")"
done
for path in onnxruntime/LICENSE onnxruntime/ThirdPartyNotices.txt; do
    cp "$path" "$target/licenses/onnxruntime-$(basename "$path")"
done
